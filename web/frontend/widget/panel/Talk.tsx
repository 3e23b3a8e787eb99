/** One ticket: what was said, and where to go on. */

import { gate } from "../store/gate";
import { current } from "../store/view";
import { Composer } from "./Composer";
import { Log } from "./Log";
import { Gate } from "./screens";

export function Talk() {
  return (
    <>
      <Log key={current.value} />
      {gate.value ? <Gate /> : <Composer />}
    </>
  );
}
