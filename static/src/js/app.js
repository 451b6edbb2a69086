/** All behaviour of the pages. Everything works without it; this makes it nicer. Handlers are delegated, so parts that htmx swaps in need no wiring. */
import "./htmx.js";
import "./forms.js";
import "./keep.js";
import "./count.js";
import "./combobox.js";
import "./dialog.js";
import "./confirm.js";
import "./page.js";
import "./upload.js";
import "./visit.js";
import "./sign_out.js";
import "./calendar.js";
import "./sort.js";
import "./map.js";
