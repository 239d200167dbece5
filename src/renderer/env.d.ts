import type { LabBridge } from '@shared/contract/bridge'

declare global {
  interface Window {
    /** Put there by the preload; absent where the page runs outside the application. */
    readonly lab?: LabBridge
  }
}
