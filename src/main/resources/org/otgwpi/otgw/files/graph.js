// An older page that the browser kept asks for this; index.js renews that page.
