// Passkeys: shows the forms that need them where the browser knows them, and speaks with the device when one is sent.
(() => {
  const can = window.PublicKeyCredential && PublicKeyCredential.parseCreationOptionsFromJSON;
  const isNumber = /^[\d.]+$|:/.test(location.hostname); // a passkey belongs to a name, never to an address of numbers
  if (!can || isNumber) return;

  const ceremonies = {
    create: async (form) => {
      const { publicKey } = JSON.parse(form.dataset.options);
      return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
    },
    get: async (form) => {
      const answer = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const { publicKey } = await answer.json();
      return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
    },
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const failed = form.querySelector("[data-failed]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failed.hidden = true;
      try {
        const credential = await ceremonies[form.dataset.passkey](form);
        form.elements.credential.value = JSON.stringify(credential.toJSON());
        form.submit();
      } catch {
        failed.hidden = false;
      }
    });
  }
  for (const without of document.querySelectorAll("[data-no-passkey]")) without.hidden = true;
})();
