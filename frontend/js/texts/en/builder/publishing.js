/** Publishing a journey. */
export const publishing = {
  publish: {
    button: "Publish",
    notYet: {
      one: "{n} problem is left before this can be published. It is in the list.",
      other: "{n} problems are left before this can be published. They are in the list.",
    },
    title: "Publish this journey",
    titleNext: "Publish version {version}",
    now: "Publish now",
    who: "Who will enter from now on",
    segment: "Everybody who joins “{name}”",
    current: {
      one: "Also let in who matches now: {count} person",
      other: "Also let in who matches now: {count} people",
    },
    currentAll: "Also let in who matches now",
    currentUnknown: "There are so many that counting them takes too long.",
    currentKept: {
      one: "{n} more matches, but is inside already or may not come back.",
      other: "{n} more match, but are inside already or may not come back.",
    },
    currentNone: "Nobody who matches now would enter. Who joins later will.",
    what: "What changes since version {version}",
    messages: {
      one: "One message was rewritten, and its new text will be sent: {names}",
      other: "{n} messages were rewritten, and their new texts will be sent: {names}",
    },
    inside: {
      one: "{n} person inside stays on the old version",
      other: "{n} people inside stay on their old versions",
    },
    insideText:
      "They finish the journey as it was when they entered. Only who enters from now on takes the new one.",
    notices: { one: "{n} thing to have a look at", other: "{n} things to have a look at" },
    look: "Look at the list",
    paused: "It stays paused",
    pausedText: "People can enter, but nobody moves and nothing is sent until you resume.",
    showProblems: "Show the problems",
    mayNot:
      "Your role may draw journeys, but not publish them. Send this link to an approver or owner: it opens what you see here.",
    copyLink: "Copy the link",
    copied: "Copied the link.",
    copyByHand: "This browser does not let us copy. Here is the link: {link}",
  },
  published: {
    title: "Published",
    live: "Version {version} is live.",
    paused: "Version {version} is published. The journey is still paused.",
    entered: { one: "{count} person entered.", other: "{count} people entered." },
    nobody: "People enter as soon as its start applies to them.",
    watch: "Watch people walk through",
  },
};
