"""How hard a text is to read, and the words that are not for people who exercise."""

from __future__ import annotations

import re

HARDEST_GRADE = 7.0
"""School grade at the age of twelve."""

LONGEST_SENTENCE = 30
"""Words in one sentence or list entry."""

AVOIDED = re.compile(
    r"\b(cures?|cured|treats (your|the|a) headache|prevents?|abnormal|deficit|dysfunction|clinical-grade|guaranteed?"
    r"|normal range|forward head posture|alert your doctor|medical accuracy)\b",
    re.IGNORECASE,
)
"""Claims and judgements that the program does not make."""

_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+|\n+(?=- )|\n\n")


def sentences(text: str) -> list[str]:
    """Sentences and list entries of a text."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def grade(text: str) -> float:
    """Flesch-Kincaid grade (Kincaid et al. 1975): the American school grade that can read the text."""
    words = re.findall(r"[A-Za-z][A-Za-z'’]*", text)
    per_sentence = len(words) / len(sentences(text))
    per_word = sum(_syllables(word) for word in words) / len(words)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59


def _syllables(word: str) -> int:
    word = word.lower()
    count = len(re.findall(r"[aeiouy]+", word))
    if count > 1 and re.search(r"(?<!l)e$|[^td]ed$", word):
        count -= 1
    return max(1, count)
