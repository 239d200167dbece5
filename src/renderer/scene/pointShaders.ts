/** The programs that draw points. A point's fourth colour byte holds its shape (high half) and state (low half). */

export const pointVertexShader = /* glsl */`
in vec3 previous;
in vec4 tint;
uniform float glide;      // 0: where the points were, 1: where they are
uniform float size;       // device pixels at the target's depth
uniform float largest;    // device pixels
uniform float target;     // the target's depth
uniform vec2 fadeRange;   // depths at which fading starts and ends
uniform float fade;
uniform vec3 ground;
flat out vec3 colour;     // a point has one of each: nothing to interpolate
flat out int shape;
flat out float edge;      // one pixel in sprite coordinates

void main() {
  int code = int(tint.a * 255.0 + 0.5);
  int state = code & 15;
  shape = code >> 4;
  if (state == 0) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    gl_PointSize = 0.0;
    return;
  }
  gl_Position = projectionMatrix * modelViewMatrix * vec4(mix(previous, position, glide), 1.0);
  float depth = gl_Position.w;
  float diameter = size * clamp(target / depth, 0.35, 6.0) * (state == 3 ? 1.5 : 1.0);
  gl_PointSize = clamp(diameter, 1.5, largest);
  edge = 2.0 / gl_PointSize;
  float far = smoothstep(fadeRange.x, fadeRange.y, depth) * fade;
  colour = mix(tint.rgb, ground, state == 2 ? 0.82 : far);
}
`

/** Signed distance to the ten marker shapes, in a square from −1 to 1. */
const shapeDistance = /* glsl */`
float triangle(vec2 p) {
  return max(-p.y, abs(p.x) * 0.866 + p.y * 0.5) - 0.52;
}
float bar(vec2 p) {
  return min(max(abs(p.x) - 0.95, abs(p.y) - 0.32), max(abs(p.x) - 0.32, abs(p.y) - 0.95));
}
float star(vec2 p) {
  float angle = mod(atan(p.x, p.y) + 0.6283185, 1.2566371) - 0.6283185;
  vec2 q = length(p) * vec2(cos(angle), abs(sin(angle)));
  return dot(q - vec2(1.0, 0.0), normalize(vec2(0.588, 0.62)));
}
float shapeDistance(int shape, vec2 p) {
  switch (shape) {
    case 1: return triangle(p + vec2(0.0, 0.15));
    case 2: return max(abs(p.x), abs(p.y)) - 0.76;
    case 3: return (abs(p.x) + abs(p.y) - 0.98) * 0.7071;
    case 4: return bar(p);
    case 5: return bar(vec2(p.x + p.y, p.x - p.y) * 0.7071);
    case 6: return star(p);
    case 7: return max(abs(p.y), abs(p.x) * 0.866 + abs(p.y) * 0.5) - 0.8;
    case 8: return abs(length(p) - 0.64) - 0.26;
    case 9: return triangle(vec2(p.x, 0.15 - p.y));
    default: return length(p) - 0.86;
  }
}
`

export const pointFragmentShader = /* glsl */`
precision mediump float;
uniform float opacity;
flat in vec3 colour;
flat in int shape;
flat in float edge;
out vec4 fragment;
${shapeDistance}
void main() {
  vec2 p = 2.0 * vec2(gl_PointCoord.x, 1.0 - gl_PointCoord.y) - 1.0;
  float cover = clamp(0.5 - shapeDistance(shape, p) / edge, 0.0, 1.0);
  if (cover < 0.25) discard;
  fragment = vec4(colour, cover * opacity);
}
`

/** Pictures laid over the points: the place is on the screen already. */
export const spriteVertexShader = /* glsl */`
in float slot;
in vec3 tint;
uniform float columns;    // slots a side of the sheet
flat out vec3 colour;
flat out vec2 corner;     // of the slot, in texture coordinates

void main() {
  gl_Position = vec4(position.xy, 0.0, 1.0);
  gl_PointSize = position.z;
  colour = tint;
  corner = vec2(mod(slot, columns), floor(slot / columns)) / columns;
}
`

/** Beside the garment lies a veil of the ground, so that it stands out from the points behind it. */
export const spriteFragmentShader = /* glsl */`
precision highp float;
uniform float columns;
uniform float dark;
uniform vec3 ground;
uniform sampler2D sheet;
flat in vec3 colour;
flat in vec2 corner;
out vec4 fragment;

void main() {
  float value = texture(sheet, corner + gl_PointCoord / columns).r;
  if (value < 0.08) {
    vec2 p = 2.0 * gl_PointCoord - 1.0;
    float far = dot(p * p, p * p); // a square with round corners
    fragment = vec4(ground, 0.75 * (1.0 - smoothstep(0.3, 1.1, far)));
    return;
  }
  vec3 onDark = mix(colour * 0.45, mix(colour, vec3(1.0), 0.6), value);
  vec3 onLight = mix(mix(colour, vec3(1.0), 0.3), colour * 0.4, value);
  fragment = vec4(mix(onLight, onDark, dark), 1.0);
}
`
