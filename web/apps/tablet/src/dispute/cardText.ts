/** One language of the card that the person is given: short sentences, reading age 12. */
interface CardText {
  lang: string;
  caseNumber: string;
  sorry: string;
  paragraphs: string[];
  youCan: string[];
  review: string | null;
}

/** Both are always on the card, whichever language the staff use, so they are loaded with the app. */
export const cardLanguages: CardText[] = [
  {
    lang: 'en-NZ',
    caseNumber: 'Your case number',
    sorry: 'We are sorry. We have stopped.',
    paragraphs: [
      'A camera here compared your face with a short list of people who have seriously harmed staff or the shop. You say it is not you. You do not have to prove anything, and you do not have to show ID.',
      'You may finish your shopping. Matching on this entry has stopped, and a person at head office will check what went wrong.',
    ],
    youCan: [
      'Scan the code, take a photo of this card, or write the number down.',
      'Follow your case, ask what we hold, or have it corrected. It is free.',
      'Complain to us, or to the Privacy Commissioner: privacy.org.nz, 0800 803 909.',
    ],
    review: null,
  },
  {
    lang: 'mi-NZ',
    caseNumber: 'Tō tau kēhi',
    sorry: 'E pōuri ana mātou. Kua mutu tā mātou mahi.',
    paragraphs: [
      'I whakatauritea tō kanohi e tētahi kāmera i konei ki tētahi rārangi poto o ngā tāngata kua tino whara i a rātou ngā kaimahi, te toa rānei. E kī ana koe ehara koe i taua tangata. Kāore e mate ana kia whakamātau koe i tētahi mea, kāore hoki e mate ana kia whakaatu tuakiri.',
      'Ka taea e koe te whakaoti i ō hokohoko. Kua mutu te whakataurite ki tēnei ingoa, ā, mā tētahi tangata i te tari matua e tirotiro he aha te hapa.',
    ],
    youCan: [
      'Matawaitia te waehere, whakaahuatia tēnei kāri, tuhia rānei te tau.',
      'Whāia tō kēhi, pātai he aha ngā mōhiohio kei a mātou, kia whakatikaina rānei. Kāore he utu.',
      'Tukuna he amuamu ki a mātou, ki te Kaikōmihana Matatapu rānei: privacy.org.nz, 0800 803 909.',
    ],
    review:
      'E tatari ana tēnei tuhinga ki te arotake a tētahi kaiwhakamāori whai raihana. · Awaiting a licensed translator’s review.',
  },
];
