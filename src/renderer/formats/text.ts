export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

/** A line does not break between a number and its unit. */
export function tied(text: string): string {
  return text.replaceAll(/(\d) (?=(?:s|ms|min|%|[KMG]B)(?![\p{L}\p{N}]))/gu, '$1\u00a0')
}
