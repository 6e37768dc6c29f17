package dev.labctl.redaction;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds secrets in texts by the name before them or by their form. When in doubt, a value is redacted. The running time is linear
 * in the length of the text.
 */
final class SecretTexts {
    static final String GONE = "(redacted)";

    /** Names of secrets. */
    private static final Pattern SECRET =
            Pattern.compile("passw(?:or)?d|passphrase|secret|token|credential|authorization"
                    + "|(?:api|access|private|encryption|signing|auth)[-_.]?key|(?<![a-z])(?:pwd|pass)(?![a-z])");

    /** A value named {@code token-file} or {@code secretName} refers to a secret, but is not one. */
    private static final List<String> REFERENCES = List.of(
            "file",
            "path",
            "dir",
            "mode",
            "name",
            "namespace",
            "kubeconfig",
            "existingsecret",
            "backend",
            "requesttoken");

    private static final Pattern WORD = Pattern.compile("[\\w.-]+");

    /** Switches are not secrets, as in {@code enable-secrets-sync=true}. */
    private static final String NO_SWITCH = "(?!(?:true|false|null)\\b)";

    /** What follows a name: a separator and a value, which is quoted, a list (for Helm in braces), truncated, or a word. */
    private static final Pattern VALUE = Pattern.compile("(\\\\*[\"']?\\s*(?:=>|[:=])\\s*)(?:(\\\\*[\"'])" + NO_SWITCH
            + "[^\\n]*?\\2|\\[[^\\]\\n]*\\]?|(?<==)\\{[^}\\n]*\\}?|\\\\*[\"']" + NO_SWITCH + "[^\\n]*|" + NO_SWITCH
            + "[^\\s\"'\\\\\\[{(][^\\s\"'\\\\]*)");

    /** What follows an option. */
    private static final Pattern ARGUMENT = Pattern.compile("(\\s+)(?!-)\\S+");

    /** A pattern and the replacement of its matches. */
    private record Rule(Pattern pattern, String with) {
        static Rule of(String pattern, String with) {
            return new Rule(Pattern.compile(pattern), with);
        }
    }

    private static final List<Rule> FORMS = List.of(
            // PEM (RFC 7468); if its end is missing, all following text is redacted; if its start is missing, the line
            // before.
            Rule.of("-----BEGIN [A-Z0-9 ]+-----[\\s\\S]*?(?:-----END [A-Z0-9 ]+-----|\\z)", GONE),
            Rule.of("(?m)^(?:[^\\n]*\\n)?[^\\n]*-----END [A-Z0-9 ]+-----", GONE),
            Rule.of(
                    "(?i)(authorization\\\\*[\"']?\\s*[:=]\\s*\\\\*[\"']?)(?:(?:basic|bearer|digest|negotiate)\\s+)?"
                            + "[^\\s\"'\\\\,]+",
                    "$1" + GONE),
            Rule.of("(?i)\\b(bearer\\s+)[\\w.~+/=-]{8,}", "$1" + GONE),
            // JSON Web Tokens (RFC 7519): two or three parts, of which the first starts with {" in base64.
            Rule.of("\\beyJ[\\w-]{6,}\\.[\\w-]+(?:\\.[\\w-]*)?", GONE),
            Rule.of("(?<=://)[^\\s/@\"']++(?=@)", GONE),
            Rule.of("\\b(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{16}\\b", GONE),
            Rule.of("\\b(?:gh[opsur]_|github_pat_|glpat-|xox[abprs]-|AIza|npm_|sk-)[\\w-]{16,}", GONE),
            // What an API server quotes of a Secret or a variable that it refuses (structured-merge-diff
            // typed/validate.go, apimachinery field.Invalid). A number or a switch as the value of a variable is
            // shown, for it is the mistake: it lacks quotes.
            Rule.of(
                    "(\\bSecret\\b[^\\n]{0,200}?(?:data|stringData)[^\\s:]{0,300}"
                            + ": (?:expected \\w+, got |Invalid value: ))[^\\n]*",
                    "$1" + GONE),
            Rule.of(
                    "(\\.env\\[\\S{0,300}?\\.value: expected \\w+, got )(?!&\\S{0,40}Value:(?:true|false|[-+.\\w]*[0-9])\\})"
                            + "[^\\n]*",
                    "$1" + GONE),
            // kubeadm's bootstrap tokens.
            Rule.of("\\b[a-z0-9]{6}\\.[a-z0-9]{16}\\b", GONE),
            // Keys without a name: digests are lower-case hexadecimal, and names are not this long, but for those
            // of AWS's policies (arn:aws:iam::aws:policy/...).
            Rule.of(
                    "(?<![A-Za-z0-9+/=_-])(?=[a-z0-9+/]*+[A-Z])(?=[A-Z0-9+/]*+[a-z])(?=[A-Za-z+/]*+[0-9])"
                            + "(?<!\\barn:[\\w:-]{1,80}:)[A-Za-z0-9+/]{40,}+={0,2}",
                    GONE));

    private SecretTexts() {}

    /** Whether a value with this name is likely to be a secret. */
    static boolean isName(String name) {
        return SECRET.matcher(name.toLowerCase(Locale.ROOT)).find() && !isReference(name);
    }

    /** Whether a value with this name tells where a secret is. */
    static boolean isReference(String name) {
        String word = name.toLowerCase(Locale.ROOT);
        return REFERENCES.stream().anyMatch(word::endsWith);
    }

    static String without(String text) {
        String result = text;
        for (Rule rule : FORMS) {
            Matcher matcher = rule.pattern().matcher(result);
            result = matcher.find() ? matcher.replaceAll(rule.with()) : result;
        }
        return withoutNamed(result);
    }

    private static String withoutNamed(String text) {
        StringBuilder result = new StringBuilder();
        Matcher word = WORD.matcher(text);
        int done = 0;
        while (word.find(done)) {
            result.append(text, done, word.end());
            done = word.end();
            if (isName(word.group())) {
                Matcher value = VALUE.matcher(text).region(done, text.length());
                boolean given = value.lookingAt();
                if (!given && word.group().startsWith("-")) {
                    value.usePattern(ARGUMENT);
                    given = value.lookingAt();
                }
                if (given) {
                    String quote = value.groupCount() > 1 && value.group(2) != null ? value.group(2) : "";
                    result.append(value.group(1)).append(quote).append(GONE).append(quote);
                    done = value.end();
                }
            }
        }
        return result.append(text, done, text.length()).toString();
    }
}
