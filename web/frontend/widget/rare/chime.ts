/** Two short notes, made on the spot. */

let context: AudioContext | undefined;

export async function chime(): Promise<void> {
  context ??= new AudioContext();
  if (context.state === "suspended") await context.resume();
  note(context, 660, 0);
  note(context, 880, 0.12);
}

function note(of: AudioContext, hertz: number, afterS: number): void {
  const tone = of.createOscillator();
  const volume = of.createGain();
  const from = of.currentTime + afterS;
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(0.0001, from);
  volume.gain.exponentialRampToValueAtTime(0.12, from + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, from + 0.35);
  tone.connect(volume).connect(of.destination);
  tone.start(from);
  tone.stop(from + 0.4);
}
