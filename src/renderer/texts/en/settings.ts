export default {
  title: 'Settings',
  appearance: 'Appearance',
  theme: 'Theme',
  themes: { system: 'System', dark: 'Dark', light: 'Light' },
  language: 'Language',
  languages: { system: 'System' },
}
