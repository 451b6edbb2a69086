/**
 * What happens around htmx requests: a failure always says what to do and leaves the page as it was,
 * a redirect to a whole page is followed as a page, and news is announced.
 */
import { announce, showProblem } from "./live.js";

const KEPT = "Wat u hebt ingevuld staat er nog.";
const PROBLEMS = {
  400: ["Dit verzoek klopt niet", `Laad de pagina opnieuw en probeer het nog een keer. ${KEPT}`],
  401: ["U bent uitgelogd", "Log opnieuw in. Open daarvoor een nieuw tabblad, dan blijft staan wat u hebt ingevuld."],
  403: ["Dit mag niet, of u bent uitgelogd", "Laad de pagina opnieuw. Lukt het dan nog niet, vraag dan uw coördinator om toegang."],
  404: ["Dit is er niet meer", "Misschien heeft een collega het net veranderd. Laad de pagina opnieuw."],
  413: ["Dit is te groot om te versturen", `Maak het korter of kies een kleiner bestand. ${KEPT}`],
  429: ["Dit ging te vaak achter elkaar", `Wacht een minuut en probeer het opnieuw. ${KEPT}`],
};
const SERVER = ["Er ging iets mis bij ons", `Probeer het over een minuut opnieuw. ${KEPT}`];
const NETWORK = ["Geen verbinding", `Controleer uw internet en probeer het opnieuw. ${KEPT}`];

document.addEventListener("htmx:response:error", (event) => {
  const { status } = event.detail.ctx.response;
  if (status === 409 || status === 422) return; // These answers are a part of the page with its own message.
  showProblem(...(PROBLEMS[status] ?? SERVER));
});

document.addEventListener("htmx:error", (event) => {
  if (event.detail.ctx) showProblem(...NETWORK);
});

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  const { raw } = ctx.response;
  if (!raw.redirected || ctx.select || ctx.target === document.body) return;
  if (/^\s*<!doctype/i.test(ctx.text ?? "")) {
    event.preventDefault();
    location.assign(raw.url);
  }
});

document.addEventListener("htmx:after:swap", () => {
  const news = document.querySelector("[data-announce]:not([data-announced])");
  if (!news) return;
  news.setAttribute("data-announced", "");
  announce(news.dataset.announce || news.textContent.trim());
});
