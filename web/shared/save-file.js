/** Hands files to the user: as downloads, or into the folder that was chosen for the stream. */

let folder = null;

/** From now on files go into this folder; null brings downloads back. */
export function saveInto(handle) {
  folder = handle;
}

/** @param {string} name  @param {Blob} blob */
export async function saveFile(name, blob) {
  if (folder !== null) {
    const file = await folder.getFileHandle(name, { create: true });
    const writer = await file.createWritable();
    await writer.write(blob);
    await writer.close();
    return;
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The moment in the form that file names have: 2026-01-31T12-34-56, UTC. */
export function stamp(date = new Date()) {
  return date.toISOString().slice(0, 19).replaceAll(':', '-');
}
