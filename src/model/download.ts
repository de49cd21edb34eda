/** What the last download of the same file said of it, to be asked whether it changed. */
export interface Validators {
  readonly etag: string | null;
  /** The Last-Modified header, word for word. */
  readonly lastModified: string | null;
}

/** How far a download is. */
export interface DownloadProgress {
  /** Bytes so far, decoded. */
  readonly received: number;
  /** What the server announced; null where it did not say, or sends it compressed. */
  readonly total: number | null;
}

export interface DownloadOptions {
  readonly known?: Validators;
  /** The most that a file may have, decoded. Default: 32 MiB. */
  readonly maxBytes?: number;
  /** For the whole download, redirects included; milliseconds. Default: two minutes. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DownloadProgress) => void;
}

export type Downloaded =
  | { readonly status: 'unchanged' }
  | ({
      readonly status: 'new';
      /** The file, decoded. */
      readonly bytes: Uint8Array;
      /** Where it was found in the end, after redirects. */
      readonly url: string;
      readonly contentType: string | null;
    } & Validators);

/**
 * Fetches one text file over http or https. Rejects with an AppError
 * (`DOWNLOAD_FAILED`) whose message is one sentence naming the URL.
 */
export type Download = (url: string, options?: DownloadOptions) => Promise<Downloaded>;
