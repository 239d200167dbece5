/** What people download may be at most this large, in bytes, and what it becomes on their disks. */
export const limits = { package: 300e6, installed: 1.1e9 }
