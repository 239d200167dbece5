/** Whether a file is called as exported runs are. */
export function isNamedAsRun(file: string): boolean {
  return file.toLowerCase().endsWith('.run.tar')
}
