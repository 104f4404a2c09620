/** The pages before one is in: setting up, signing in, choosing a password. */
export const door = {
  tagline: "Draw the way. See that it is right. Watch people walk it.",
  email: "E-mail address",
  password: "Password",
  show: "Show",
  hide: "Hide",
  showPassword: "Show the password",
  hidePassword: "Hide the password",
  hint: "At least 10 characters. A few unrelated words are easy to keep in mind.",
  tooShort: { one: "{n} more character, please.", other: "{n} more characters, please." },
  longEnough: "Long enough.",
  setup: {
    page: "Set up Towpath",
    title: "Welcome. Who are you?",
    intro: "This makes the first account. It owns this installation and can invite others.",
    name: "Your name",
    submit: "Make my account",
    noLink: "This page needs the one-time link that Towpath prints when it starts. Open that link.",
  },
  signIn: {
    page: "Sign in",
    title: "Sign in",
    fresh:
      "Nobody has an account here yet. Open the one-time link that Towpath printed in its window when it started.",
    submit: "Sign in",
    forgot: "Forgot the password? Ask an owner of this installation for a new link.",
  },
  choose: {
    page: "Choose a password",
    title: "Choose your password",
    intro: "Then you are signed in. The link that brought you here works once.",
    submit: "Save and sign in",
    noLink: "This page needs the link that you were given. Open that link, or ask for a new one.",
  },
};
