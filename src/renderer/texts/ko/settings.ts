export default {
  title: '설정',
  appearance: '모양',
  theme: '테마',
  themes: { system: '시스템', dark: '어둡게', light: '밝게' },
  language: '언어',
  languages: { system: '시스템' },
}
