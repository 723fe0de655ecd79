import type {
  Answer,
  Basis,
  CameraState,
  Category,
  CourseLanguage,
  Feature,
  InAisleAnswer,
  Outcome,
  Stopped,
} from '@retailguard/api';
import type { PosterStanding } from '@retailguard/api';

const plural = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

/** Every word the tablet shows. Another language is an object of the type `Messages`, so it must be complete. */
export const en = {
  code: 'en' as CourseLanguage,
  lang: 'en-NZ',
  app: 'RetailGuard',

  weekdays: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  months: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],

  language: {
    choose: (shown: string) => `${shown}: language`,
    title: 'Language',
    awaitingReview: 'Awaiting a licensed translator’s review',
  },

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
    show: 'Show the password',
    submit: 'Sign in',
    back: 'Back',
    chooseStore: 'Which store?',
    noStores: 'You have no store yet. Ask your administrator to add you to one.',
  },

  people: {
    title: 'Who are you?',
    nobody: 'Nobody works at this store yet. An administrator adds people.',
    noPin: 'No PIN yet: choose one',
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
    forgotten: 'Forgotten? Choose a new PIN',
  },

  ownPin: {
    title: (name: string) => `Kia ora, ${name}`,
    text: 'Show with your password that it is you. Then choose a PIN that only you know.',
    firstText:
      'Your manager or administrator gives you an invitation. Choose a password with its code, then a PIN that only you know.',
    password: 'Your password',
    invitation: 'The code on your invitation',
    invitationHelp: 'Four groups of four letters and digits. It works once, for seven days.',
    newPassword: 'A password of your own',
    newPasswordRule: 'At least 12 characters. Nobody else should know it.',
    next: 'Next',
    choose: 'Choose a PIN',
    repeat: 'The same PIN again',
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
    live: 'Connected',
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
    stopsUnpaid: (day: string) =>
      `On ${day} this store stops comparing faces, because the plan is not paid. Tell an administrator.`,
    cameraStopped: 'Stopped',
    outcomesDue: (n: number) => plural(n, 'outcome to record', 'outcomes to record'),
    showCard: (number: string) => `Show the card of case ${number}`,
  },
  /** By the server's code; a code without words here is shown in the server's own. */
  disarmed: {
    'no-camera': 'This store has no camera yet.',
    'voters-missing': 'Fewer than two people of this store are certified. Nobody is compared until two are.',
    'list-not-loaded': 'The list is being loaded. Nobody is compared until it is.',
    'list-unreadable': 'No entry of the list can be opened. Head office must look.',
    'list-preparing': 'The list is being prepared for the face model.',
    'list-unchecked': 'The list could not be checked for a minute. Nobody is compared until it can be.',
    'cameras-stopped': 'Every camera of this store was stopped.',
    'camera-unknown': 'This camera does not belong to the store.',
    'notice-missing':
      'No notice is published. Nobody is compared until the privacy officer has published one.',
    'notice-stale':
      'The notice is not true any more. Nobody is compared until the privacy officer has published it anew.',
    'entrance-missing':
      'No entrance of this store is on record. Nobody is compared until the privacy officer has added them and their posters hang.',
    'notice-not-hung':
      'A poster is not photographed yet. Hang it and photograph it; nobody is compared until then.',
    'notice-lapsed':
      'The photograph of a poster is more than a month old. Take another; nobody is compared until then.',
    'assessment-missing':
      'No privacy impact assessment is approved. Nobody is compared until two people of head office have approved one.',
    'assessment-stale':
      'The face model or a setting has changed since the assessment. Nobody is compared until two people have approved it anew.',
    'assessment-lapsed':
      'The review of the privacy impact assessment is overdue. Nobody is compared until two people have approved it anew.',
    'trial-ended':
      'The trial in this store is over. Nobody is compared until two people of head office have agreed on what it found.',
    'jurisdiction-blocked':
      'Faces may not be compared in the country of this store. An administrator sees why in the console.',
    'billing-unpaid': 'The plan is not paid. Nobody is compared until an administrator has paid.',
  },
  notices: {
    open: 'Notices',
    title: 'Notices at the entrances',
    about: 'A poster hangs outside each entrance. A photograph shows for a month that it does.',
    none: 'No entrance of this store is on record yet. The privacy officer adds them.',
    state: {
      hung: 'Hangs',
      ending: 'Ends soon',
      lapsed: 'Lapsed',
      notHung: 'Not photographed',
      notPublished: 'No notice published',
    } satisfies Record<PosterStanding, string>,
    until: (day: string) => `counts to the end of ${day}`,
    due: (entrances: string) =>
      `To photograph: the poster at ${entrances}. Nobody is compared here until it is.`,
    ending: (entrances: string) => `To photograph again within a week: the poster at ${entrances}.`,
    photograph: 'Photograph the poster',
    photographAt: (entrance: string) => `Photograph the poster at ${entrance}`,
    how: 'All of the poster, its square code sharp, and nobody on the picture: it is kept.',
    sending: 'The picture is being looked at…',
    done: (entrance: string, day: string) => `${entrance}: on record. It counts to the end of ${day}.`,
    offline: 'No connection: no photograph can be sent now.',
    notYours: 'People of the store photograph the posters.',
    close: 'Done',
  },
  drills: {
    open: 'Past drills',
    title: 'How the drills went',
    none: 'There has been no drill in the last twelve weeks.',
    week: 'Week from',
    right: 'Right',
    missed: 'Nobody decided',
    rightOf: (right: number, of: number) => `${right} of ${of}`,
    done: 'Done',
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
    countsAsNo: 'counts as no',
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
    statement: 'They say that this is wrong',
    whatToDo: 'What to do',
    observeFirst: 'Observe first. Keep your distance and stay with a colleague.',
    tooLate: 'The time to act is over',
    tooLateText: 'The picture is older than 10 minutes. Don’t approach.',
  },

  inAisle: {
    title: 'Is this the person in front of you?',
    clothing: 'Compare face and clothing before anyone goes near.',
    latestAlt: 'Latest picture of the person',
    loadAgain: 'Load the picture again',
    answers: {
      same: 'Yes, this person',
      different: 'No, someone else',
      notFound: 'Can’t find them',
    } satisfies Record<InAisleAnswer, string>,
    after: {
      same: 'This is the person. Stay calm and stay two.',
      different: 'Stop: leave this person alone. You can look on for the person in the picture.',
      notFound: 'Not found. You can look on while there is time.',
    } satisfies Record<InAisleAnswer, string>,
  },

  record: {
    title: 'Record what was done',
    question: 'What was done?',
    hint: 'Record it when it is over.',
    submit: 'Record',
    later: 'Record it later',
    laterHint: 'It stays on the first screen until it is recorded.',
    askNeedsYes: 'Needs a yes to “Is this the person in front of you?”',
    why: {
      offline: 'No connection: it can’t be recorded now.',
      choose: 'Choose what was done.',
    },
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
    suppressed: (time: string) => `No alert on this entry here until ${time}.`,
    alertAgain: 'Alert again',
    expired: 'Time ran out',
    expiredText: 'It counts as no match. Leave this person alone.',
    tooLateText: 'It is too old to act on. Don’t approach.',
    closed: 'Recorded',
    outcome: (outcome: string) => `Outcome: ${outcome}`,
    recordedBy: (name: string) => `by ${name}`,
    dismiss: 'Done',
  },

  frozen: {
    title: 'Stop. Do not approach.',
    why: {
      entryRate: 'This entry raised too many alerts today. It is stopped until head office has looked.',
      entryDisputed: 'A person disputed this entry. It is stopped until head office has looked.',
      entryRemoved: 'This entry was taken off the list.',
      matchingStopped: 'Matching was stopped here while the alert was open.',
    } satisfies Record<Stopped, string>,
  },

  dispute: {
    button: 'Disputes it',
    stop: 'Stop. Step back.',
    staff: 'Do not ask for ID. Say sorry, and offer the card below.',
    staffWithoutCard: 'Do not ask for ID. Say sorry.',
    recording: 'Recording the dispute…',
    recorded: (number: string) => `The person disputes it: case ${number}. Leave them alone.`,
    card: 'Card for the person',
    qrAlt: (url: string) => `Code that opens ${url}`,
    noQr: 'The code is not here: write the number down.',
    print: 'Print',
    done: 'Done',
    doneThenRecord: 'Done: record the outcome',
    notRecorded: {
      title: 'The dispute still counts. Do this now:',
      tell: 'Tell the person that you have stopped, that you are sorry, and that they need not show ID.',
      note: (time: string) => `Write down the time: ${time}. Give it to the person too.`,
      again: 'Record the dispute here as soon as the connection is back.',
      record: 'Record the dispute now',
      back: 'Back to the alert',
    },
  },

  drill: {
    title: 'This was a drill',
    right: 'Well looked: you were right.',
    wrong: 'Not this time. That is what drills are for.',
    notYours: 'You did not vote in this one.',
    yourAnswer: 'You said',
    expected: 'It was',
    lookAgain: {
      same: 'It was the same person. Hair, glasses and light change; ears, brow and jaw stay. Start there next time.',
      different:
        'These were two people who look alike. One clear difference in ears, nose or marks is enough to say no.',
    },
    cannotTell:
      '“Can’t tell” is never a fault: it counts as no, and no one is approached. Here the pictures did show it.',
    nobody: 'The pictures were of a volunteer. Nobody was watched for this.',
  },

  training: {
    title: 'Course: looking at faces fairly',
    loading: 'Loading the course…',
    take: 'Take the course',
    leave: 'Leave the course',
    cannotVote: {
      missing: 'You can’t vote yet: you have no certificate.',
      lapsed: 'You can’t vote: your certificate has lapsed.',
    },
    ending: (date: string) => `Your certificate ends on ${date}.`,
    nextDue: (date: string) => `Next training due ${date}`,
    alertWaiting: 'An alert is waiting. A colleague with a certificate must look.',
    lookAtAlert: 'Look at the alert',
    lesson: (n: number, of: number) => `Lesson ${n} of ${of}`,
    question: (n: number, of: number) => `Question ${n} of ${of}`,
    exam: 'Exam',
    back: 'Back',
    next: 'Next lesson',
    toExam: 'To the exam',
    nextQuestion: 'Next question',
    lookOver: 'Look over your answers',
    notAnswered: 'Not answered yet',
    stillOpen: (n: number) => `${plural(n, 'question is', 'questions are')} not answered yet.`,
    passAt: (right: number, of: number) =>
      `${right} of ${of} must be right. You can change answers until you send them.`,
    send: 'Send the answers',
    passed: 'Passed: you may vote',
    failed: 'Not passed yet',
    score: (right: number, of: number) => `${right} of ${of} right`,
    validUntil: (date: string) => `Your certificate holds until ${date}.`,
    failedText: (passAt: number) =>
      `${passAt} are needed. Read these again and try once more: it is worth the time.`,
    readAgain: 'To read again',
    again: 'Read again, then the exam',
  },

  update: {
    text: 'A new version of this app is ready.',
    reload: 'Update now',
    later: 'Later',
  },

  /** Refusals by their code: ours, and those of the server that another language needs in its own words. */
  refused: {
    network: 'No connection. Nothing was sent. Try again when it is back.',
    timeout: 'No answer yet. Press again: it counts only once.',
    'not-now': 'No connection at this moment. Wait until it is back.',
    'tick-first': 'Before you say “Same person”, tick what you compared.',
    'pins-differ': 'The two PINs were not the same. Choose again.',
    'dispute-offline': 'No connection: the dispute is not recorded yet, and nothing is sent later by itself.',
    'poster-unreadable':
      'The square code can’t be read. Go closer, hold still, and have all of the poster on the picture.',
    'poster-foreign':
      'The square code on the picture is of something else. Photograph the poster that belongs at this entrance.',
    'poster-outdated': 'An older poster hangs here. Print the present one, hang it, and photograph that.',
    'poster-elsewhere': 'This poster belongs at another entrance. Hang the one that belongs here.',
    'poster-with-person': 'Somebody’s face is on the picture. Take it again when nobody stands there.',
    'notice-missing': 'No notice is published yet. The privacy officer publishes it.',
    'entrance-closed': 'This entrance was closed. Nothing has to hang there.',
    'picture-not-recognised': 'The picture can’t be opened. Take it again as a JPEG.',
    'picture-too-large': 'The picture is too large. Take it again, smaller.',
    'picture-file-too-large': 'The picture is too large. Take it again, smaller.',
    unreadable: 'Something went wrong on the server. Try again.',
    'sign-in-wrong': 'Organisation, e-mail or password is wrong.',
    'locked-out': 'Too many wrong tries. Wait a little.',
    'too-many-tries': 'Too many tries from your network. Wait a minute.',
    'pairing-code-invalid': 'This pairing code is wrong or was used.',
    'pin-wrong': 'The PIN is wrong.',
    'pin-weak': 'That PIN is too easy to guess. Choose another one.',
    'alert-expired': 'The time for this alert is over.',
    'alert-closed': 'This alert is closed.',
    'version-stale': 'The alert has changed. Look again.',
    'already-voted': 'You have voted on this alert.',
    'no-evidence': 'The pictures are not here yet.',
    'certificate-missing': 'You can’t vote yet: you have no certificate.',
    'certificate-lapsed': 'You can’t vote: your certificate has lapsed.',
    'not-independent':
      'You can’t be the second person: one person made or reset both your accounts. Ask a manager to vouch for you.',
    'in-aisle-missing': 'First answer “Is this the person in front of you?” with yes.',
    'answers-missing': 'Some questions are not answered yet.',
    'course-changed': 'The course has changed. Please start again.',
    'exam-locked': 'Three tries in an hour. Take a break and read again.',
  },
};

export type Messages = typeof en;
