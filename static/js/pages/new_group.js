/** A new group, on a page of its own or among no groups: its time zone is that of the browser, until another one is typed. */

const zone = document.querySelector('input[name="timezone"]');
if (zone instanceof HTMLInputElement && zone.value === "") {
  zone.value = new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
