/** The one door between a page and the rest: the page listens for a `PortMessage`, then asks for its port. */
import type { WireError } from '../errors'

export const portNames = ['engine', 'main'] as const
/** Whom the port leads to. */
export type PortName = (typeof portNames)[number]

/** Data of the `message` event which brings the port, in `event.ports[0]`, from the window itself. */
export interface PortMessage {
  readonly kind: 'lab:port'
  readonly name: PortName
}

/** `window.lab`, put there by the preload. */
export interface LabBridge {
  /**
   * Asks for a port; may be asked again at any time, and the earlier port of that name is then dead.
   * Resolves with null when the port is on its way (to the engine: also while it is still starting), else with why not.
   */
  connect(name: PortName): Promise<WireError | null>
}

/** Between preload and main only. */
export const bridgeChannels = { connect: 'lab:connect', port: 'lab:port', dropped: 'lab:dropped' } as const
