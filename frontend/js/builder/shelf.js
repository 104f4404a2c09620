/** The browser's own store (IndexedDB) for documents that are not saved yet. */

/** @import {Kept, Shelf} from "./memory.js" */

const NAME = "towpath";
const STORE = "drafts";

/** This visit, among all windows of this browser. */
export const PAGE = Math.random().toString(36).slice(2);

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

/** @returns {Promise<IDBDatabase>} */
function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: ["page", "slug"] });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  opened.catch(() => {
    opened = null;
  });
  return opened;
}

/**
 * @template T @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest<T>} act @returns {Promise<T>}
 */
async function within(mode, act) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode);
    const request = act(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

/** @type {Shelf} */
export const shelf = {
  put: async (kept) => void (await within("readwrite", (store) => store.put(kept))),
  drop: (page, slug) => within("readwrite", (store) => store.delete([page, slug])),
};

/**
 * Return what earlier visits left of a journey, newest first; what this device cannot tell is nothing.
 * @param {string} slug @param {number} person @returns {Promise<Kept[]>}
 */
export async function leftOf(slug, person) {
  const all = await within("readonly", (store) => store.getAll()).catch(() => /** @type {Kept[]} */ ([]));
  const left = all.filter((kept) => kept.slug === slug && kept.person === person && kept.page !== PAGE);
  return left.sort((a, b) => b.at - a.at);
}
