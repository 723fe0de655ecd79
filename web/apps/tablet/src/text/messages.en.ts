import type { Answer, Basis, CameraState, Category, Feature, Outcome } from '@retailguard/api';

const plural = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

/** Every word the tablet shows. Another language is an object of the type `Messages`, so it must be complete. */
export const en = {
  lang: 'en-NZ',
  app: 'RetailGuard',

  ago: (seconds: number) =>
    seconds < 60
      ? `${seconds} s ago`
      : seconds < 3600
        ? `${Math.floor(seconds / 60)} min ago`
        : `${Math.floor(seconds / 3600)} h ago`,

  starting: 'Starting…',
  unreachable: {
    title: 'No connection',
    text: 'The tablet can’t reach RetailGuard. It keeps trying. Check the Wi-Fi.',
    tryNow: 'Try now',
  },

  pair: {
    title: 'Pair this tablet',
    text: 'A manager makes a pairing code for your store. It works once.',
    code: 'Pairing code',
    placeholder: 'ABCD-EFGH',
    submit: 'Pair',
    usePassword: 'Sign in with a password instead',
  },

  password: {
    title: 'Sign in',
    tenant: 'Organisation',
    email: 'E-mail',
    password: 'Password',
    submit: 'Sign in',
    back: 'Back',
    chooseStore: 'Which store?',
    noStores: 'You have no store yet. Ask your administrator to add you to one.',
  },

  people: {
    title: 'Who are you?',
    nobody: 'Nobody works at this store yet. An administrator adds people.',
    noPin: 'No PIN yet. Ask a manager.',
    alreadyVoted: 'Has voted',
    alertsOnlySignedIn: 'Alerts show here only while someone is signed in.',
    watching: 'Alerts show here. Sign in to look at them.',
    alertWaiting: (n: number) => (n === 1 ? 'An alert is waiting' : `${n} alerts are waiting`),
    signInToLook: 'Sign in to look.',
    secondPerson: 'A second person must look now',
    secondPersonText: 'Choose your name. Your vote stands on its own: look for yourself.',
  },

  pin: {
    title: (name: string) => `Kia ora, ${name}`,
    label: 'PIN, 6 digits',
    digit: (digit: number) => `Digit ${digit}`,
    erase: 'Erase last digit',
    back: 'Someone else',
    checking: 'Checking…',
  },

  signedOut: {
    idle: 'You were signed out because nobody used the tablet.',
    server: 'You were signed out. Please sign in again.',
    unconfirmed:
      'You are signed out on this tablet, but the server could not be told yet. The tablet tells it as soon as it can.',
  },

  staySignedIn: {
    title: 'Still there?',
    text: (seconds: number) => `You’ll be signed out in ${plural(seconds, 'second', 'seconds')}.`,
    stay: 'Stay signed in',
  },

  connection: {
    offline: 'No connection',
    offlineSince: (time: string) => `No connection since ${time}`,
    offlineText: 'What you see is old. Nothing can be decided until it is back.',
    connecting: 'Connecting…',
  },

  idle: {
    armed: 'Armed',
    disarmed: 'Disarmed: no face is compared',
    cameras: (n: number) => plural(n, 'camera', 'cameras'),
    listChecked: (ago: string) => `list checked ${ago}`,
    listNeverChecked: 'list not checked yet',
    listCount: (n: number) => plural(n, 'person on the list', 'people on the list'),
    camerasTitle: 'Cameras',
    noCameras: 'No cameras yet.',
    signedInAs: 'Signed in',
    signOut: 'Sign out',
    toDark: 'Dark screen',
    toLight: 'Light screen',
    asOf: (time: string) => `As of ${time}`,
    loading: 'Loading the store…',
  },
  cameraState: {
    live: 'Live',
    silent: 'Silent',
    failed: 'Failed',
    offline: 'Offline',
  } satisfies Record<CameraState, string>,

  alert: {
    announce: (camera: string) => `New alert from ${camera}. Compare the two pictures.`,
    pageTitle: 'Alert',
    position: (n: number, of: number) => `Alert ${n} of ${of}`,
    nextWaiting: 'Look at the next alert',
    seen: (camera: string, ago: string) => `${camera} · ${ago}`,
    notYou: (name: string) => `${name}: sign out`,
    timeLeft: 'Time left',
    timeUp: 'Time is up',
  },

  vote: {
    title: 'Is this the same person?',
    gathering: 'The pictures are on their way',
    now: 'Seen now',
    listed: 'On the list',
    nowAlt: 'Face seen now at the camera',
    listedAlt: 'Face from the store’s list',
    pictures: 'The two pictures. Plus, minus and zero zoom both; arrow keys move both.',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    zoomReset: 'Whole picture',
    loading: 'Loading…',
    pictureFailed: 'The picture did not load.',
    tryAgain: 'Try again',
    featuresTitle: 'What did you compare?',
    features: {
      ears: 'Ears',
      brow: 'Brow',
      nose: 'Nose',
      jaw: 'Jaw',
      marks: 'Marks',
    } satisfies Record<Feature, string>,
    answers: {
      same: 'Same person',
      different: 'Not the same',
      cannotTell: 'Can’t tell',
    } satisfies Record<Answer, string>,
    tickFirst: 'Before you say “Same person”, tick what you compared.',
    why: {
      offline: 'No connection: your vote can’t be counted now.',
      connecting: 'Connecting: you can vote in a moment.',
      timeUp: 'Time is up: this counts as no match.',
      noPictures: 'You can vote when both pictures are on the screen.',
    },
  },

  waiting: {
    title: 'Your vote is in',
    text: 'A second person must look now.',
    explain: 'Don’t tell them what you chose. Nobody acts before both have voted.',
    handOver: 'Next person: sign in',
    handOverHint: 'This signs you out.',
  },

  confirmed: {
    title: 'Two people confirmed',
    toAct: 'Time to act',
    happened: 'What happened',
    basis: {
      trespassNotice: 'Trespass notice',
      conviction: 'Conviction',
      reviewedFootage: 'Footage was reviewed',
    } satisfies Record<Basis, string>,
    whatToDo: 'What to do',
    observeFirst: 'Observe first. Keep your distance and stay with a colleague.',
    inAisle: 'Is this the person in front of you?',
    inAisleText: 'Look at face and clothing before anyone goes near.',
    latest: (ago: string) => `Latest picture, ${ago}`,
    latestAlt: 'Latest picture of the person',
    yes: 'Yes, this person',
    no: 'No, or not sure',
    wrongPerson: 'Leave that person alone. Keep observing, or record “None”.',
    outcomeTitle: 'What was done?',
    outcomeText: 'Record it when it is over.',
    record: 'Record',
    recordWhy: {
      offline: 'No connection: it can’t be recorded now.',
      choose: 'Choose what was done.',
      inAisle: '“Ask to leave” needs a yes to “Is this the person in front of you?”.',
    },
    tooLate: 'Older than 10 minutes: nobody may act on it any more.',
    tooLateText: 'Don’t approach. Record what was done.',
  },
  outcomes: {
    none: 'None',
    observe: 'Observed',
    callPolice: 'Called police',
    askToLeave: 'Asked to leave',
  } satisfies Record<Outcome, string>,
  outcomeHints: {
    none: 'Nobody was approached',
    observe: 'Watched from a distance',
    callPolice: 'Dial 111 if anyone is in danger',
    askToLeave: 'Calmly, by two people',
  } satisfies Record<Outcome, string>,
  categories: {
    violence: 'Violence',
    threat: 'Threats',
    weapon: 'Weapon',
    highValueTheft: 'High-value theft',
    prolificTheft: 'Repeated theft',
  } satisfies Record<Category, string>,

  result: {
    rejected: 'No match',
    rejectedText: 'Leave this person alone. The pictures are gone from this tablet.',
    expired: 'Time ran out',
    expiredText: 'It counts as no match. Leave this person alone.',
    tooLateText: 'It is too old to act on. Don’t approach.',
    closed: 'Recorded',
    outcome: (outcome: string) => `Outcome: ${outcome}`,
    recordedBy: (name: string) => `by ${name}`,
    dismiss: 'Done',
  },

  update: {
    text: 'A new version of this app is ready.',
    reload: 'Update now',
    later: 'Later',
  },

  /** Refusals that the server did not put into words. */
  refused: {
    network: 'No connection. Nothing was sent. Try again when it is back.',
    timeout: 'No answer yet. Press again: it counts only once.',
    unreadable: 'Something went wrong on the server. Try again.',
  },
};

export type Messages = typeof en;
