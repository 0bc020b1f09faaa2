/** Hand the browser a file to keep. */
export function saveBytes(bytes: Uint8Array<ArrayBuffer> | string, { filename, mediaType }: { filename: string; mediaType: string }): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: mediaType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = filename;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
