export default {
  title: 'Settings',
  appearance: 'Appearance',
  theme: 'Theme',
  themes: { system: 'System', dark: 'Dark', light: 'Light' },
  about: 'About',
  version: 'Version',
  runtime: 'Runtime',
  engine: 'Engine',
  logs: 'Logs',
  openLogs: 'Open the log folder',
  description: 'A desktop laboratory for autoencoders.',
}
