export interface LoadedFile {
  file: string;
  /** Compressed by gzip. */
  bytes: number;
}
export function measure(dist: URL): { first: LoadedFile[]; later: LoadedFile[] };
export function total(files: LoadedFile[]): number;
