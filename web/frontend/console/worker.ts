/** The console's service worker: a web app that opens at once, also without a connection, and is told of news while it is closed. */
import { startPush } from "../worker/push";
import { startShell } from "../worker/shell";

startShell();
startPush();
