/** How the scene looks: what a person may set, and the colours that the theme gives. */
import type { Rgb } from '@shared/domain/latent/colours'

export interface PointLook {
  /** Diameter in CSS pixels at the depth of the camera's target. */
  readonly size: number
  /** 0 to 1. */
  readonly opacity: number
  /** 0 to 1: how far the points behind fade into the ground. */
  readonly depthCue: number
  /** A marker shape for each class; circles otherwise. */
  readonly shapes: boolean
}

export const defaultLook: PointLook = { size: 5, opacity: 0.9, depthCue: 0.55, shapes: true }

export interface SceneTheme {
  readonly dark: boolean
  readonly ground: Rgb
  readonly grid: Rgb
  readonly text: string
  readonly accent: string
  readonly font: string
}

/** How points look beside pictures: they recede. */
export function besidePictures(look: PointLook): PointLook {
  return { ...look, size: Math.max(1.5, 0.6 * look.size), depthCue: Math.min(1, look.depthCue + 0.25), shapes: false }
}

/** A point's state in the scene; the low half of its state byte. */
export const pointStates = { hidden: 0, shown: 1, dimmed: 2, selected: 3 } as const
