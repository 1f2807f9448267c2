/**
 * Which demos of a page run. Each needs a WebGL context, and a browser takes the oldest one away once there are too many,
 * from eight on phones: so four have a seat, and a fifth gets that of the one which was out of sight for longest.
 */
export const seats = 4;

const seated = new Set(); // the longest out of sight first

/**
 * @param demo {inSight, park()}
 * @param asked somebody needs it now, even if that takes the seat of one in sight
 * @returns {Promise<boolean>} whether it has a seat
 */
export async function takeSeat(demo, asked) {
  if (seated.delete(demo) || seated.size < seats) return !!seated.add(demo);
  const gone = [...seated].find((one) => !one.inSight) ?? (asked && [...seated][0]);
  if (!gone) return false;
  seated.delete(gone);
  seated.add(demo); // at once, so that the next who asks finds the right list
  await gone.park();
  return seated.has(demo); // it may have lost it in the meantime
}

export const leaveSeat = (demo) => seated.delete(demo);

/** It is or was looked at until now. */
export function seen(demo) {
  if (seated.delete(demo)) seated.add(demo);
}
