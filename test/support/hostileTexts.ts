/** Texts that have broken programs, for every field that takes text: each must end as plain text or as a named error. */
export const hostileTexts: readonly string[] = [
  '<img src=x onerror=alert(1)>', '<script>document.title="hit"</script>', '"><svg/onload=alert(1)>', 'javascript:alert(1)', '{{constructor.constructor("return 1")()}}',
  '${7*7}', '@:shell.product', '{count} | {count}', '%00%2e%2e%2f', '../../../../etc/passwd', 'C:\\Windows\\System32\\con', 'file:///etc/passwd', 'https://example.com/', 'NUL.txt',
  '\u202Eevil\u202C', '\u0000\u0001\u0007\u001b[31m', '\uD800', '\uFEFF\u200B\u2060', 'e\u0301'.repeat(50), 'Z\u0351\u036B\u0343\u036A'.repeat(40), '👩‍👩‍👧‍👦'.repeat(20), '漢字한글العربية',
  'İıŞş', 'ß'.repeat(100), '1e309', '-0', '0x10', '１２３', '٣٫١٤', 'NaN', 'Infinity', '__proto__', 'constructor', 'null', '\'; DROP TABLE runs; --', 'a'.repeat(5000), ' ', '\n\t',
]
