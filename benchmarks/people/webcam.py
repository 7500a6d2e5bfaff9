"""Backgrounds, and what a webcam does to a picture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

Image = np.ndarray


def _gradient(rng: np.random.Generator, width: int, height: int) -> Image:
    """Wall with light falling off in some direction."""
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    turn = rng.uniform(0, 2 * np.pi)
    ramp = 0.5 + (x - 0.5) * np.cos(turn) + (y - 0.5) * np.sin(turn)
    colour = np.clip(rng.uniform(0.15, 0.95) + rng.normal(0, 0.08, 3), 0.05, 1)
    return colour * (1 - rng.uniform(0, 0.5) * ramp)[..., None]


def _furniture(rng: np.random.Generator, image: Image, count: int) -> None:
    """Boxes, shelves with rows of books, frames and lamps, drawn over a wall."""
    height, width = image.shape[:2]
    for _ in range(count):
        w, h = rng.integers(width // 20, width // 3), rng.integers(height // 20, height // 2)
        x, y = rng.integers(-w // 2, width), rng.integers(-h // 2, height)
        colour = tuple(float(c) for c in np.clip(rng.uniform(0.05, 0.9) + rng.normal(0, 0.15, 3), 0, 1))
        if rng.random() < 0.15:
            cv2.circle(image, (int(x), int(y)), int(h // 2), colour, -1)
            continue
        cv2.rectangle(image, (int(x), int(y)), (int(x + w), int(y + h)), colour, -1)
        if rng.random() < 0.35:
            for left in range(int(x), int(x + w), max(4, int(w // 9))):
                book = tuple(float(c) for c in rng.uniform(0.05, 0.9, 3))
                top = int(y + rng.uniform(0.05, 0.4) * h)
                cv2.rectangle(image, (left, top), (left + max(2, int(w // 11)), int(y + h)), book, -1)


def random_background(rng: np.random.Generator, width: int, height: int) -> Image:
    """Plain wall, wall with furniture, or blurred noise, RGB in 0..1."""
    image = np.ascontiguousarray(_gradient(rng, width, height).astype(np.float32))
    kind = rng.random()
    if kind > 0.35:
        _furniture(rng, image, int(rng.integers(3, 25)))
        image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.6, 6) * width / 640)
    if kind < 0.08 or kind > 0.9:
        noise = rng.normal(0, 1, (height // 8, width // 8, 3)).astype(np.float32)
        strength = np.float32(rng.uniform(0.01, 0.05))
        image = image + cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC) * strength
    return np.clip(image, 0, 1)


@dataclass(frozen=True)
class Webcam:
    """Blur, noise, tone, white balance and JPEG quality of one camera."""

    blur: float
    noise: float
    gain: np.ndarray
    gamma: float
    quality: int

    def shoot(self, image: Image, rng: np.random.Generator) -> Image:
        """Return an RGB picture as this camera would."""
        out = image.astype(np.float32) / 255
        out = np.clip(out * self.gain, 0, 1) ** self.gamma
        out = cv2.GaussianBlur(out, (0, 0), self.blur) * 255
        grain = rng.standard_normal(out.shape[:2], np.float32)[..., None]
        colour = cv2.resize(
            rng.standard_normal((out.shape[0] // 2, out.shape[1] // 2, 3), np.float32), (out.shape[1], out.shape[0])
        )
        out = np.clip(out + self.noise * (grain + 0.7 * colour), 0, 255).astype(np.uint8)
        _, data = cv2.imencode(".jpg", out[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, self.quality])
        return np.ascontiguousarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1])


def random_webcam(rng: np.random.Generator) -> Webcam:
    """Draw a camera."""
    gain = rng.uniform(0.8, 1.2) * (1 + rng.normal(0, 0.04, 3))
    return Webcam(
        blur=float(rng.uniform(0.4, 1.2)),
        noise=float(rng.exponential(2.0)),
        gain=gain.astype(np.float32),
        gamma=float(rng.uniform(0.85, 1.25)),
        quality=int(rng.integers(55, 96)),
    )
