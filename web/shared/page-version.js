/** A page of another version than the gateway reloads itself, once for each version, and then only says so. */

const KEY = 'reloadedForVersion';

/** @returns {boolean} whether the page is of this version; if not, it may be about to reload */
export function matchesVersion(gatewayVersion) {
  if (gatewayVersion === document.querySelector('meta[name=firmware-version]')?.content) {
    return true;
  }
  if (sessionStorage.getItem(KEY) !== gatewayVersion) {
    sessionStorage.setItem(KEY, gatewayVersion);
    location.reload();
  }
  return false;
}
