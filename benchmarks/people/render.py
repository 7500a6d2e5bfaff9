"""Draw a posed person with software OpenGL through EGL, off screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import moderngl
import numpy as np

from .girdle import UNRAISED, Girdle
from .motion import Array, Camera
from .person import Part, Person

SAMPLES = 4
SHADOW = 768
SHADOW_REACH = 0.42  # metres around the throat that cast and take shadows
ALPHA_TO_COVERAGE = 0x809E

_SKINNING = """
uniform mat4 bones[5]; uniform mat4 girdle[4];
in vec3 in_pos; in vec2 in_uv; in vec4 in_w; in vec2 in_girdle;
vec4 placed() {
    vec4 p = vec4(in_pos, 1.0);
    int side = in_girdle.x + in_girdle.y > 0.0 ? 0 : 1;
    vec2 share = abs(in_girdle);
    return p * (1.0 - share.x - share.y) + girdle[side] * p * share.x + girdle[side + 2] * p * share.y;
}
mat4 blend() {
    float trunk = 1.0 - dot(in_w, vec4(1.0));
    return bones[0]*trunk + bones[1]*in_w.x + bones[2]*in_w.y + bones[3]*in_w.z + bones[4]*in_w.w;
}
"""
VERTEX = (
    "#version 330\nuniform mat4 camera; uniform mat4 shadow; in vec3 in_norm; in vec3 in_col;"
    + _SKINNING
    + """
out vec3 pos; out vec3 norm; out vec2 uv; out vec3 col; out vec4 light_pos;
void main() {
    mat4 m = blend();
    vec4 p = m * placed();
    pos = p.xyz; norm = mat3(m) * in_norm; uv = in_uv; col = in_col; light_pos = shadow * p;
    gl_Position = camera * p;
}
"""
)
FRAGMENT = """
#version 330
uniform sampler2D tex; uniform sampler2D depth_map;
uniform vec3 eye; uniform vec3 lights[3]; uniform vec3 colours[3]; uniform vec3 sky; uniform vec3 ground;
uniform float shine; uniform float skin; uniform bool cutout; uniform float exposure; uniform vec3 plain;
in vec3 pos; in vec3 norm; in vec2 uv; in vec3 col; in vec4 light_pos;
out vec4 frag;
float lit() {
    vec3 q = light_pos.xyz * 0.5 + 0.5;
    if (any(lessThan(q, vec3(0.0))) || any(greaterThan(q, vec3(1.0)))) return 1.0;
    float sum = 0.0;
    for (int i = -1; i <= 1; i += 2) for (int j = -1; j <= 1; j += 2)
        sum += texture(depth_map, q.xy + vec2(i, j) * 1.2 / 768.0).r + 0.006 > q.z ? 0.25 : 0.0;
    return sum;
}
void main() {
    vec4 t = texture(tex, uv);
    if (cutout && t.a < 0.25) discard;
    if (plain.x >= 0.0) { frag = vec4(plain, 1.0); return; }
    vec3 base = t.rgb * col;
    base *= base;
    vec3 v = normalize(eye - pos);
    vec3 n = normalize(norm);
    if (dot(n, v) < 0.0 && cutout) n = -n;
    vec3 sum = mix(ground, sky, n.y * 0.5 + 0.5) * base;
    float key = lit();
    for (int i = 0; i < 3; i++) {
        float vis = i == 0 ? key : 1.0;
        float d = dot(n, lights[i]);
        vec3 wrap = skin * vec3(0.30, 0.16, 0.12);
        vec3 diffuse = max(vec3(0.0), (vec3(d) + wrap) / (1.0 + wrap));
        float s = pow(max(dot(n, normalize(lights[i] + v)), 0.0), mix(60.0, 22.0, skin));
        sum += colours[i] * vis * (base * diffuse + shine * s * step(0.0, d) * 0.5);
    }
    sum *= exposure;
    sum = sum * (1.0 + sum * 0.11) / (1.0 + sum * 0.35);
    frag = vec4(sqrt(sum), cutout ? clamp((t.a - 0.25) * 1.8, 0.0, 1.0) : 1.0);
}
"""
DEPTH_VERTEX = (
    "#version 330\nuniform mat4 shadow;"
    + _SKINNING
    + ("out vec2 uv; void main() { uv = in_uv; gl_Position = shadow * (blend() * placed()); }")
)
DEPTH_FRAGMENT = (
    "#version 330\nuniform sampler2D tex; uniform bool cutout; in vec2 uv;"
    "void main() { if (cutout && texture(tex, uv).a < 0.5) discard; }"
)
SCREEN_VERTEX = """
#version 330
out vec2 uv;
void main() {
    uv = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
    gl_Position = vec4(uv * 2.0 - 1.0, 0.9999, 1.0);
}
"""
SCREEN_FRAGMENT = """
#version 330
uniform sampler2D tex; in vec2 uv; out vec4 frag;
void main() { frag = texture(tex, uv); }
"""


@dataclass(frozen=True)
class Light:
    """Three directional lights (the first casts shadows), light from above and below, and the exposure."""

    directions: Array
    colours: Array
    sky: Array
    ground: Array
    exposure: float


def random_light(rng: np.random.Generator) -> Light:
    """Room or window light."""
    azimuth = np.radians([rng.uniform(-70, 70), rng.uniform(-120, 120), rng.uniform(110, 250)])
    height = np.radians([rng.uniform(10, 65), rng.uniform(0, 60), rng.uniform(10, 60)])
    directions = np.stack([np.sin(azimuth) * np.cos(height), np.sin(height), np.cos(azimuth) * np.cos(height)], 1)
    power = np.array([rng.uniform(0.4, 1.5), rng.uniform(0.05, 0.5), rng.uniform(0, 0.6)])
    tint = 1 + rng.normal(0, 0.06, (3, 1)) * np.array([1.0, 0.1, -1.0])
    ambient = rng.uniform(0.25, 0.7)
    sky, ground = ambient * (1 + rng.normal(0, 0.04, 3)), ambient * rng.uniform(0.3, 0.8) * (1 + rng.normal(0, 0.05, 3))
    light = power[:, None] * tint
    return Light(directions, light, sky, ground, float(rng.uniform(0.75, 1.15) / (0.45 * power[0] + ambient)))


def projection(camera: Camera, near: float = 0.05, far: float = 5.0) -> Array:
    """Clip matrix of a pinhole camera given in OpenCV axes."""
    view = np.eye(4)
    view[:3, :3], view[:3, 3] = camera.rotation, camera.translation
    clip = np.zeros((4, 4))
    clip[0, 0], clip[1, 1] = 2 * camera.fx / camera.width, -2 * camera.fx / camera.height
    clip[0, 2], clip[1, 2] = 2 * camera.off_centre[0] / camera.width, -2 * camera.off_centre[1] / camera.height
    clip[2, 2], clip[2, 3], clip[3, 2] = (far + near) / (far - near), -2 * far * near / (far - near), 1
    return clip @ view


def shadow_matrix(direction: Array) -> Array:
    """Clip matrix of the key light's parallel rays."""
    side = np.cross([0.0, 1.0, 0.0], direction)
    side /= np.linalg.norm(side)
    axes = np.stack([side, np.cross(direction, side), -direction])
    out = np.eye(4)
    out[:3, :3] = axes / SHADOW_REACH
    out[:3, 3] = -out[:3, :3] @ np.array([0.0, 0.08, 0.05])
    out[2] /= 2.5
    out[3] = [0, 0, 0, 1]
    return out


def _packed(matrices: Array) -> bytes:
    """Bytes of 4 x 4 matrices, column by column."""
    return np.ascontiguousarray(matrices.transpose(0, 2, 1)).astype("f4").tobytes()


class Renderer:
    """OpenGL context with the programs and one target for each image size."""

    def __init__(self) -> None:
        self.ctx = moderngl.create_standalone_context(backend="egl")
        self.ctx.enable(moderngl.DEPTH_TEST)
        self.program = self.ctx.program(vertex_shader=VERTEX, fragment_shader=FRAGMENT)
        self.depth_program = self.ctx.program(vertex_shader=DEPTH_VERTEX, fragment_shader=DEPTH_FRAGMENT)
        self.screen = self.ctx.program(vertex_shader=SCREEN_VERTEX, fragment_shader=SCREEN_FRAGMENT)
        self.screen_array = self.ctx.vertex_array(self.screen, [])
        self.depth_map = self.ctx.depth_texture((SHADOW, SHADOW))
        self.depth_map.compare_func = ""
        self.depth_target = self.ctx.framebuffer(depth_attachment=self.depth_map)
        self._targets: dict[tuple[int, int], tuple[moderngl.Framebuffer, moderngl.Framebuffer]] = {}
        self._loaded: list[tuple[Part, moderngl.VertexArray, moderngl.VertexArray, moderngl.Texture]] = []
        self._held: list[Any] = []
        self._girdle: Girdle

    def _target(self, size: tuple[int, int]) -> tuple[moderngl.Framebuffer, moderngl.Framebuffer]:
        if size not in self._targets:
            ctx = self.ctx
            rough = ctx.framebuffer(
                [ctx.renderbuffer(size, 4, samples=SAMPLES)], ctx.depth_renderbuffer(size, samples=SAMPLES)
            )
            self._targets[size] = (rough, ctx.framebuffer([ctx.renderbuffer(size, 4)]))
        return self._targets[size]

    def _texture(self, image: np.ndarray) -> moderngl.Texture:
        data = np.ascontiguousarray((np.clip(image, 0, 1) * 255).astype(np.uint8))
        texture = self.ctx.texture((image.shape[1], image.shape[0]), image.shape[2], data.tobytes(), alignment=1)
        texture.build_mipmaps()
        texture.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
        return texture

    def load(self, person: Person) -> None:
        """Hand the meshes of a person to OpenGL and let go of the one before."""
        for held in self._held:
            held.release()
        self._held, self._loaded, self._girdle = [], [], person.girdle
        for part in person.parts:
            fields = [part.positions, part.normals, part.uvs, part.weights, part.girdle, part.colours]
            buffer = self.ctx.buffer(np.hstack(fields).astype("f4").tobytes())
            index = self.ctx.buffer(part.triangles.astype("i4").tobytes())
            full = (buffer, "3f 3f 2f 4f 2f 3f", "in_pos", "in_norm", "in_uv", "in_w", "in_girdle", "in_col")
            bare = (buffer, "3f 3x4 2f 4f 2f 3x4", "in_pos", "in_uv", "in_w", "in_girdle")
            programs = ((self.program, full), (self.depth_program, bare))
            arrays = [self.ctx.vertex_array(program, [layout], index) for program, layout in programs]
            texture = self._texture(part.texture)
            self._loaded.append((part, arrays[0], arrays[1], texture))
            self._held += [buffer, index, *arrays, texture]

    def _shadows(self, bones: bytes, shadow: bytes) -> None:
        self.depth_target.use()
        self.depth_target.clear(depth=1.0)
        self.depth_program["bones"].write(bones)
        self.depth_program["shadow"].write(shadow)
        self.depth_program["tex"].value = 0
        for part, _, array, texture in self._loaded:
            texture.use(0)
            self.depth_program["cutout"].value = part.cutout
            array.render()

    def _switch(self, part: Part) -> None:
        """Soft edges for cut-out textures, and no back faces where the mesh is closed."""
        (self.ctx.enable_direct if part.cutout else self.ctx.disable_direct)(ALPHA_TO_COVERAGE)
        (self.ctx.enable if part.name == "skin" else self.ctx.disable)(moderngl.CULL_FACE)

    def _uniforms(self, camera: Camera, light: Light) -> None:
        p = self.program
        p["camera"].write(projection(camera).T.astype("f4").tobytes())
        p["eye"].value = tuple(-camera.rotation.T @ camera.translation)
        p["lights"].write(light.directions.astype("f4").tobytes())
        p["colours"].write(light.colours.astype("f4").tobytes())
        p["sky"].value, p["ground"].value = tuple(light.sky), tuple(light.ground)
        p["exposure"].value = light.exposure
        p["tex"].value, p["depth_map"].value = 0, 1

    def background(self, image: np.ndarray) -> moderngl.Texture:
        """Texture of a background picture (RGB in 0..1, first row on top)."""
        return self._texture(np.flipud(image))

    def draw(
        self,
        bones: Array,
        camera: Camera,
        light: Light,
        background: moderngl.Texture,
        plain: dict[str, tuple[float, float, float]] | None = None,
        hike: tuple[float, float] = UNRAISED,
    ) -> np.ndarray:
        """Picture of the loaded person as RGB bytes.

        ``plain`` draws the named parts in one colour, for checks; ``hike`` is how far the left and the right shoulder
        are pulled up, metres.
        """
        packed, girdle = _packed(bones), _packed(self._girdle.transforms(hike))
        shadow = shadow_matrix(light.directions[0]).T.astype("f4").tobytes()
        for program in (self.program, self.depth_program):
            program["girdle"].write(girdle)
        self._shadows(packed, shadow)
        rough, clean = self._target((camera.width, camera.height))
        rough.use()
        rough.clear(depth=1.0)
        background.use(0)
        self.screen_array.render(moderngl.TRIANGLES, vertices=3)
        self._uniforms(camera, light)
        self.program["bones"].write(packed)
        self.program["shadow"].write(shadow)
        self.depth_map.use(1)
        for part, array, _, texture in self._loaded:
            texture.use(0)
            self.program["shine"].value = part.shine
            self.program["skin"].value = float(part.name == "skin")
            self.program["cutout"].value = part.cutout
            self.program["plain"].value = (plain or {}).get(part.name, (-1.0, 0.0, 0.0))
            self._switch(part)
            array.render()
        self.ctx.disable_direct(ALPHA_TO_COVERAGE)
        self.ctx.disable(moderngl.CULL_FACE)
        self.ctx.copy_framebuffer(clean, rough)
        data = np.frombuffer(clean.read(components=3, alignment=1), np.uint8)
        return np.flipud(data.reshape(camera.height, camera.width, 3))
