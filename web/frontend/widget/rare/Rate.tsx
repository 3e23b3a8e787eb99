/** How it was, from one to five, with a word if they like. */

import { useSignal } from "@preact/signals";
import { announce } from "../store/announcer";
import { box } from "../store/channel";
import { tellHost } from "../store/host";
import { rate, reasonOf } from "./deeds";
import { say, type RareKey } from "./texts";

// How far the corners of the mouth are from its middle.
const faces = [-4.5, -2.5, 0, 2.5, 4.5];

export function Rate({ ticket }: { ticket: number }) {
  const score = useSignal(Number(box.get(`rated:${ticket}`) ?? 0));
  const isDone = useSignal(score.peek() > 0);
  const comment = useSignal("");
  const fault = useSignal("");

  async function submit(event: Event) {
    event.preventDefault();
    if (!score.value) return;
    try {
      await rate(ticket, score.value, comment.value.trim());
    } catch (error) {
      return announce((fault.value = reasonOf(error)));
    }
    box.set(`rated:${ticket}`, String(score.value));
    isDone.value = true;
    fault.value = "";
    announce(say.value("thanks"));
    tellHost({ t: "rating", d: { ticket, score: score.value } });
  }

  if (isDone.value)
    return (
      <p class="rate">
        <FaceOf mood={faces[score.value - 1]!} /> {say.value("thanks")} <button type="button" class="link" onClick={() => (isDone.value = false)}>{say.value("change")}</button>
      </p>
    );
  return (
    <form class="rate" onSubmit={submit}>
      <fieldset>
        <legend>{say.value("rate")}</legend>
        <div class="faces">
          {faces.map((face, index) => (
            <label key={index} title={say.value(`rate_${index + 1}` as RareKey)}>
              <input type="radio" name={`rate-${ticket}`} aria-label={say.value(`rate_${index + 1}` as RareKey)} checked={score.value === index + 1} onChange={() => (score.value = index + 1)} />
              <FaceOf mood={face} />
            </label>
          ))}
        </div>
      </fieldset>
      {score.value > 0 && (
        <>
          <label class="field">{say.value("comment")}<textarea rows={2} maxLength={1000} dir="auto" value={comment.value} onInput={(event) => (comment.value = event.currentTarget.value)} /></label>
          {fault.value && <p class="bad">{fault.value}</p>}
          <button type="submit" class="wide">{say.value("send_rating")}</button>
        </>
      )}
    </form>
  );
}

function FaceOf({ mood }: { mood: number }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={`M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM9 9.5v.5M15 9.5v.5M8 ${15 - mood / 3}Q12 ${15 + mood} 16 ${15 - mood / 3}`} />
    </svg>
  );
}
