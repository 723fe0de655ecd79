// Development only: a short course in both languages, and how the fake server marks the exam.
import { Refused } from './pretend-store.mjs';

const version = '2026-1';
const passAt = 3;
const right = { q1: 'b', q2: 'a', q3: 'c', q4: 'b' };
const topicOf = { q1: 'compare', q2: 'two', q3: 'aisle', q4: 'dispute' };
const lesson = (id, title, ...text) => ({ id, title, text });
const question = (id, text, ...choices) => ({
  id,
  text,
  choices: choices.map((choice, i) => ({ id: 'abc'[i], text: choice })),
});

const courses = {
  en: {
    lessons: [
      lesson(
        'compare',
        'How to compare two faces',
        'Look at one feature at a time: ears, brow, nose, jaw, marks. Hair, glasses and light change; these do not.',
        'One clear difference is enough for no. If you can’t tell, say so: it counts as no, and nobody is harmed.',
      ),
      lesson(
        'two',
        'Why two people',
        'Each looks alone. Do not talk before both have voted: a second look is worth something only if it is your own.',
      ),
      lesson(
        'aisle',
        'Before anyone goes near',
        'Compare the person in front of you with the latest picture, face and clothing. Most harm was done by walking up to the wrong person.',
      ),
      lesson(
        'dispute',
        'When a person says “that is not me”',
        'Stop and step back. Press “Disputes it”, say sorry, and offer the card. Never ask for ID.',
      ),
    ],
    questions: [
      question(
        'q1',
        'The hair is different, ears and jaw are the same. What do you compare next?',
        'The clothes',
        'Nose, brow and marks',
        'Nothing: it is a match',
      ),
      question(
        'q2',
        'A colleague tells you what they voted. What do you do?',
        'Look for yourself and say that it should not happen',
        'Vote the same',
        'Vote the opposite',
      ),
      question(
        'q3',
        'Two people confirmed. The person in the aisle has another jacket. What now?',
        'Ask them to leave',
        'Ask for ID',
        'Answer “No, someone else” and leave them alone',
      ),
      question(
        'q4',
        'The person says “you have the wrong one”. What comes first?',
        'Call the police',
        'Stop, and press “Disputes it”',
        'Explain the alert',
      ),
    ],
  },
  mi: {
    lessons: [
      lesson(
        'compare',
        'Te whakataurite i ngā kanohi e rua',
        'Tirohia ngā āhuatanga takitahi: taringa, rae, ihu, kauae, tohu. Ka huri ngā makawe, ngā mōhiti me te tūrama; kāore ēnei e huri.',
        'He rawaka te rerekētanga mārama kotahi kia kī kāo. Mēnā kāore koe e mōhio, kīa: ka tatauria hei kāo.',
      ),
      lesson('two', 'He aha i tokorua ai', 'Ka titiro takitahi. Kaua e kōrero i mua i ngā pōti e rua.'),
      lesson(
        'aisle',
        'I mua i te whakatata',
        'Whakatauritea te tangata kei mua i a koe ki te whakaahua hou rawa, te kanohi me ngā kākahu.',
      ),
      lesson(
        'dispute',
        'Ina kī te tangata “ehara au i tēnā”',
        'Kāti, hoki whakamuri. Pēhia “E tautohe ana”, tukuna he whakapāha, hoatu te kāri. Kaua rawa e tono tuakiri.',
      ),
    ],
    questions: [
      question(
        'q1',
        'He rerekē ngā makawe, he ōrite ngā taringa. Ka aha?',
        'Ngā kākahu',
        'Ihu, rae, tohu',
        'Kāti',
      ),
      question(
        'q2',
        'Ka kī tētahi hoa mahi he aha tāna pōti. Ka aha koe?',
        'Māku anō e titiro',
        'Ka ōrite',
        'Ka huri',
      ),
      question('q3', 'He koti kē tō te tangata. Ka aha?', 'Tonoa kia wehe', 'Tonoa he tuakiri', 'Waiho ia'),
      question(
        'q4',
        'Ka kī ia kei te hē koutou. He aha te tuatahi?',
        'Pirihimana',
        'Kāti, “E tautohe ana”',
        'Whakamārama',
      ),
    ],
  },
};

export const course = (lang) => ({
  version,
  lang,
  awaitingReview: lang === 'mi',
  ...courses[lang],
  passAt,
  validMonths: 12,
});

export function mark(person, { answers }) {
  const asked = Object.keys(right);
  if (asked.some((id) => answers[id] === undefined)) {
    throw new Refused(422, 'answers-missing', 'Some questions are not answered.');
  }
  const wrong = asked.filter((id) => answers[id] !== right[id]);
  const passed = asked.length - wrong.length >= passAt;
  if (passed) person.certificate = { validUntil: inDays(365), lapsed: false };
  return {
    passed,
    right: asked.length - wrong.length,
    of: asked.length,
    passAt,
    topics: wrong.map((id) => topicOf[id]),
    certificate: passed ? person.certificate : null,
  };
}

export const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString();
