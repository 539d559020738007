/** What is written into sound files about themselves. */

/** Words, none of them required but the title. */
export interface SoundTags {
  title: string;
  /** What made it, such as `Leitmotif 0.1.0, score engine 1`. */
  encodedBy: string;
  /** How it can be made again. */
  comment: string;
  /** Of the sounds that it is made of. */
  licence: string;
}

/** As Vorbis comments (Xiph.Org, *Ogg Vorbis I format specification: comment field and header specification*). */
export function vorbisComments({ title, encodedBy, comment, licence }: SoundTags): Record<string, string> {
  return { TITLE: title, ENCODER: encodedBy, COMMENT: comment, LICENSE: licence };
}
