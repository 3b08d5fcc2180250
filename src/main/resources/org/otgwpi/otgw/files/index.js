// A page that loads this is an older one that the browser kept. Get the present one, once.
if (!sessionStorage.getItem("otgw-page-renewed")) {
  sessionStorage.setItem("otgw-page-renewed", "yes");
  location.reload();
}
