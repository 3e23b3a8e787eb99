/** The console's service worker: a web app that opens at once, also without a connection. */
import { startShell } from "../worker/shell";

startShell();
