/**
 * The few things the store asks of a file system, so that tests can record, fail and replay each of them.
 * Failures are Node's: errors with a `code` such as ENOSPC.
 */
export interface FsPort {
  /** One level; EEXIST where something is. */
  makeFolder(path: string): Promise<void>
  /** EEXIST where something is. */
  createFile(path: string): Promise<FileWriter>
  /** Opens a file for appending after its first `length` bytes; what follows them is cut off. Never follows a link. */
  openFile(path: string, length: number): Promise<FileWriter>
  rename(from: string, to: string): Promise<void>
  removeFile(path: string): Promise<void>
  /** ENOTEMPTY where something is left in it. */
  removeFolder(path: string): Promise<void>
  /** Makes the names in a folder durable: without it a power loss may undo a create, a rename or a removal. */
  syncFolder(path: string): Promise<void>

  /** Names in a folder, in no order. */
  list(path: string): Promise<readonly string[]>
  /** What stands at a path, links not followed; null where nothing does. */
  inspect(path: string): Promise<FileFacts | null>
  /** ELOOP where the file is a link. */
  readFile(path: string): Promise<FileReader>
  /** Bytes that may still be written to the disk of a folder. */
  freeBytes(path: string): Promise<number>
}

export interface FileFacts {
  readonly kind: 'file' | 'folder' | 'link' | 'other'
  readonly bytes: number
  /** Names this very folder or file, whatever it is called: a moved one keeps it. */
  readonly identity: string
}

export interface FileWriter {
  /** Writes all of the bytes. */
  write(bytes: Uint8Array): Promise<void>
  /** Returns once the bytes are on the disk. After an error the file is lost: a second call may succeed without having written them. */
  sync(): Promise<void>
  close(): Promise<void>
}

export interface FileReader {
  readonly bytes: number
  /** Fills `into` from a position on; answers how many bytes there were. */
  read(into: Uint8Array, position: number): Promise<number>
  close(): Promise<void>
}
