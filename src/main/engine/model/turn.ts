/** A macrotask: native ops block this thread, and a promise alone lets nothing in. */
export function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
