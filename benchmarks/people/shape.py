"""Draw the shape of a random person: gender, age, origin, build, and the proportions of head and face."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

RACES = ("caucasian", "african", "asian")
# One number each, minus towards the first target and plus towards the second; the spread is of a normal variable.
PAIRS: dict[str, tuple[str, str, float]] = {
    "head depth": ("head/head-scale-depth-less", "head/head-scale-depth-more", 0.35),
    "head width": ("head/head-scale-horiz-less", "head/head-scale-horiz-more", 0.35),
    "head height": ("head/head-scale-vert-less", "head/head-scale-vert-more", 0.35),
    "head back": ("head/head-back-scale-depth-less", "head/head-back-scale-depth-more", 0.35),
    "head angle": ("head/head-angle-in", "head/head-angle-out", 0.25),
    "head fat": ("head/head-skinny", "head/head-fat", 0.35),
    "head age": ("head/head-age-less", "head/head-age-more", 0.3),
    "forehead lean": ("forehead/forehead-nubian-less", "forehead/forehead-nubian-more", 0.35),
    "forehead height": ("forehead/forehead-scale-vert-less", "forehead/forehead-scale-vert-more", 0.35),
    "forehead depth": ("forehead/forehead-trans-depth-backward", "forehead/forehead-trans-depth-forward", 0.35),
    "temple": ("forehead/forehead-temple-in", "forehead/forehead-temple-out", 0.35),
    "brow depth": ("eyebrows/eyebrows-trans-depth-less", "eyebrows/eyebrows-trans-depth-more", 0.3),
    "brow height": ("eyebrows/eyebrows-trans-vert-less", "eyebrows/eyebrows-trans-vert-more", 0.3),
    "brow angle": ("eyebrows/eyebrows-angle-down", "eyebrows/eyebrows-angle-up", 0.35),
    "nose width": ("nose/nose-scale-horiz-decr", "nose/nose-scale-horiz-incr", 0.35),
    "nose depth": ("nose/nose-scale-depth-decr", "nose/nose-scale-depth-incr", 0.4),
    "nose length": ("nose/nose-scale-vert-decr", "nose/nose-scale-vert-incr", 0.35),
    "nose forward": ("nose/nose-trans-depth-backward", "nose/nose-trans-depth-forward", 0.3),
    "nose place": ("nose/nose-trans-vert-down", "nose/nose-trans-vert-up", 0.3),
    "nose hump": ("nose/nose-hump-lesshump", "nose/nose-hump-morehump", 0.4),
    "nose curve": ("nose/nose-curve-concave", "nose/nose-curve-convex", 0.3),
    "nose point": ("nose/nose-point-down", "nose/nose-point-up", 0.35),
    "nose bulb": ("nose/nose-volume-point", "nose/nose-volume-potato", 0.3),
    "nose bridge": ("nose/nose-greek-lessgreek", "nose/nose-greek-moregreek", 0.35),
    "nostrils": ("nose/nose-nostril-width-min", "nose/nose-nostril-width-max", 0.35),
    "mouth width": ("mouth/mouth-scale-horiz-decr", "mouth/mouth-scale-horiz-incr", 0.35),
    "mouth depth": ("mouth/mouth-scale-depth-decr", "mouth/mouth-scale-depth-incr", 0.3),
    "mouth place": ("mouth/mouth-trans-down", "mouth/mouth-trans-up", 0.3),
    "mouth forward": ("mouth/mouth-trans-backward", "mouth/mouth-trans-forward", 0.3),
    "upper lip": ("mouth/mouth-upperlip-volume-deflate", "mouth/mouth-upperlip-volume-inflate", 0.4),
    "lower lip": ("mouth/mouth-lowerlip-volume-deflate", "mouth/mouth-lowerlip-volume-inflate", 0.4),
    "mouth corners": ("mouth/mouth-angles-down", "mouth/mouth-angles-up", 0.35),
    "chin": ("chin/chin-prominent-less", "chin/chin-prominent-more", 0.35),
    "chin width": ("chin/chin-width-min", "chin/chin-width-max", 0.35),
    "chin height": ("chin/chin-height-min", "chin/chin-height-max", 0.35),
    "jaw": ("chin/chin-bones-in", "chin/chin-bones-out", 0.35),
    "jaw forward": ("chin/chin-prognathism-less", "chin/chin-prognathism-more", 0.3),
    "jaw drop": ("chin/chin-jaw-drop-less", "chin/chin-jaw-drop-more", 0.25),
    "neck width": ("neck/neck-scale-horiz-less", "neck/neck-scale-horiz-more", 0.3),
    "neck depth": ("neck/neck-scale-depth-less", "neck/neck-scale-depth-more", 0.3),
    "neck length": ("neck/neck-scale-vert-less", "neck/neck-scale-vert-more", 0.35),
    "double chin": ("neck/neck-double-less", "neck/neck-double-more", 0.3),
    "neck forward": ("neck/neck-trans-depth-backward", "neck/neck-trans-depth-forward", 0.25),
    "shoulders": ("torso/torso-scale-horiz-decr", "torso/torso-scale-horiz-incr", 0.35),
}
# The same for both sides of the face, with a little difference between them.
SIDED: dict[str, tuple[str, str, float]] = {
    "eye apart": ("eyes/{}-eye-move-in", "eyes/{}-eye-move-out", 0.3),
    "eye place": ("eyes/{}-eye-move-down", "eyes/{}-eye-move-up", 0.3),
    "eye size": ("eyes/{}-eye-size-small", "eyes/{}-eye-size-big", 0.25),
    "eye depth": ("eyes/{}-eye-push1-in", "eyes/{}-eye-push1-out", 0.25),
    "eye outer": ("eyes/{}-eye-corner2-down", "eyes/{}-eye-corner2-up", 0.3),
    "eye open": ("eyes/{}-eye-height2-min", "eyes/{}-eye-height2-max", 0.25),
    "cheek bone": ("cheek/{}-cheek-bones-in", "cheek/{}-cheek-bones-out", 0.35),
    "cheek": ("cheek/{}-cheek-volume-deflate", "cheek/{}-cheek-volume-inflate", 0.35),
    "ear size": ("ears/{}-ear-size-small", "ears/{}-ear-size-big", 0.3),
    "ear wing": ("ears/{}-ear-wing-in", "ears/{}-ear-wing-out", 0.35),
    "ear place": ("ears/{}-ear-trans-depth-backward", "ears/{}-ear-trans-depth-forward", 0.3),
}
OUTLINES = ("oval", "round", "rectangular", "square", "triangular", "invertedtriangular", "diamond")
MILDNESS = 0.65  # so many targets add up: at 1 the faces are caricatures
UNEVEN = (
    "brown-1",
    "cheek-1",
    "cheek-2",
    "eye-1",
    "eye-4",
    "jaw-1",
    "jaw-2",
    "mouth-1",
    "nose-1",
    "nose-2",
    "temple-1",
)
EXPRESSIONS = ("mouth-corner-puller", "mouth-open", "mouth-compression", "eyebrows-left-up", "eyebrows-right-up")


@dataclass(frozen=True)
class Shape:
    """A person before any texture: what the targets are set to and what they stand for."""

    targets: dict[str, float]
    male: bool
    race: str
    old: float
    scale: float


def _signed(out: dict[str, float], low: str, high: str, value: float) -> None:
    value = float(np.clip(value, -0.9, 0.9))
    out[high if value > 0 else low] = abs(value)


def _macros(rng: np.random.Generator, gender: str, races: dict[str, float], old: float) -> dict[str, float]:
    """Weights of the macro targets: products of the shares of each of their kinds, as MakeHuman does."""
    ages = {"young": 1 - old, "old": old}
    weight, muscle = rng.normal(0, 0.35, 2).clip(-0.8, 0.8)
    weights = {"averageweight": 1 - abs(weight), ("maxweight" if weight > 0 else "minweight"): abs(weight)}
    muscles = {"averagemuscle": 1 - abs(muscle), ("maxmuscle" if muscle > 0 else "minmuscle"): abs(muscle)}
    tall = rng.normal(0, 0.25)
    height = "maxheight" if tall > 0 else "minheight"
    out = {f"macrodetails/{r}-{gender}-{a}": rv * av for r, rv in races.items() for a, av in ages.items()}
    for age, av in ages.items():
        for mus, mv in muscles.items():
            for wei, wv in weights.items():
                kind = f"{gender}-{age}-{mus}-{wei}"
                out[f"macrodetails/universal-{kind}"] = av * mv * wv
                out[f"macrodetails/height/{kind}-{height}"] = av * mv * wv * min(abs(tall), 0.6)
    return out


def _expression(rng: np.random.Generator, races: dict[str, float]) -> dict[str, float]:
    """Choose a mild expression, which the person keeps."""
    if rng.random() < 0.4:
        return {}
    unit, value = EXPRESSIONS[rng.integers(len(EXPRESSIONS))], rng.uniform(0.1, 0.5)
    value *= 0.35 if unit == "mouth-open" else 1.0
    return {f"expression/units/{race}/{unit}": value * share for race, share in races.items()}


def draw_shape(rng: np.random.Generator, male: bool, race: str) -> Shape:
    """Draw one person of a gender and a main origin."""
    others = rng.dirichlet([0.4, 0.4, 0.4]) * rng.uniform(0, 0.6)
    races = dict(zip(RACES, others, strict=True))
    races[race] += 1 - others.sum()
    old = float(max(0.0, rng.uniform(-0.35, 0.9)))
    targets = _macros(rng, "male" if male else "female", races, old)
    for low, high, spread in PAIRS.values():
        _signed(targets, low, high, MILDNESS * rng.normal(0, spread))
    for low, high, spread in SIDED.values():
        both = MILDNESS * rng.normal(0, spread)
        for side in "lr":
            _signed(targets, low.format(side), high.format(side), both + rng.normal(0, 0.04))
    outline = OUTLINES[rng.integers(len(OUTLINES))]
    targets[f"head/head-{outline}"] = rng.uniform(0, 0.4)
    for name in UNEVEN:
        targets[f"asym/asym-{name}-{'lr'[rng.integers(2)]}"] = abs(rng.normal(0, 0.15))
    targets.update(_expression(rng, races))
    return Shape(targets, male, race, old, float(rng.normal(1, 0.03)))
