/**
 * Passkeys: <form data-passkey="add|use|login"> with a hidden field `credential` and a button [data-passkey-start].
 * The options come from <script type="application/json" id="js_data">, or (login) from the form's address. The parts are hidden
 * without script and where the browser knows no passkeys: the code by mail or from the app is the way then.
 */
(() => {
  const json = window.webauthnJSON;
  if (!window.PublicKeyCredential || !json) return;

  const given = () => JSON.parse(document.getElementById("js_data").textContent);

  async function fetched(form) {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("no options");
    return answer.json();
  }

  async function add() {
    const options = given().creation_options;
    Object.assign(options.publicKey.authenticatorSelection, {
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    });
    return json.create(options);
  }

  const ways = {
    add,
    use: () => json.get(given().request_options),
    login: async (form) => json.get((await fetched(form)).request_options),
  };

  async function start(form, button) {
    const problem = form.querySelector("[data-passkey-problem]");
    problem.hidden = true;
    button.setAttribute("aria-busy", "true");
    try {
      form.elements.credential.value = JSON.stringify(await ways[form.dataset.passkey](form));
      form.submit();
    } catch {
      // Cancelled, timed out or refused: the browser does not say which, and none of them is an error of the page.
      problem.hidden = false;
      button.removeAttribute("aria-busy");
    }
  }

  for (const part of document.querySelectorAll("[data-passkey-part]")) part.hidden = false;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("[data-passkey-start]");
    button.addEventListener("click", () => start(form, button));
  }
})();
