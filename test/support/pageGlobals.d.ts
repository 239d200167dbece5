/** What tests meet in pages and the web's types do not know, or what they themselves leave there. */
import type { LabBridge } from '../../src/shared/contract/bridge'

declare global {
  interface Window {
    readonly lab: LabBridge
    readonly trustedTypes: { createPolicy(name: string, rules: object): { createScriptURL(url: string): string } }
    showOpenFilePicker(): Promise<unknown>
    violations: string[]
    mark?: number
  }
}
