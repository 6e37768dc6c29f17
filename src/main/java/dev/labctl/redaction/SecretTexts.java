package dev.labctl.redaction;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds secrets in texts by their looks: by the word before them, or by a form that only secrets have. Rather too much is
 * taken out than too little.
 */
final class SecretTexts {
    static final String GONE = "(redacted)";

    /** What names of secrets contain. */
    private static final String WORDS = "passw(?:or)?d|passphrase|secret|token|credential|authorization"
            + "|api[-_.]?key|access[-_.]?key|private[-_.]?key|encryption[-_.]?key|signing[-_.]?key|auth[-_.]?key";

    private static final Pattern NAME = Pattern.compile("(?i)" + WORDS + "|\\bpwd\\b|\\bpass\\b");
    private static final String NAMED = "[\\w.-]*(?:" + WORDS + ")[\\w.-]*";

    /** Switches say nothing; {@code enable-secrets-sync=true} is worth reading. */
    private static final String NO_SWITCH = "(?!(?:true|false|null)\\b)";

    /** A pattern and what takes the place of its matches. */
    private record Rule(Pattern pattern, String with) {
        static Rule of(String pattern, String with) {
            return new Rule(Pattern.compile(pattern), with);
        }
    }

    private static final List<Rule> RULES = List.of(
            // PEM (RFC 7468); one that is cut off at its end takes all that follows, at its beginning the line before.
            Rule.of("-----BEGIN [A-Z0-9 ]+-----[\\s\\S]*?(?:-----END [A-Z0-9 ]+-----|\\z)", GONE),
            Rule.of("[^\\n]*\\n?[^\\n]*-----END [A-Z0-9 ]+-----", GONE),
            Rule.of(
                    "(?i)(authorization\\\\*[\"']?\\s*[:=]\\s*\\\\*[\"']?)(?:(?:basic|bearer|digest|negotiate)\\s+)?"
                            + "[^\\s\"'\\\\,]+",
                    "$1" + GONE),
            Rule.of("(?i)\\b(bearer\\s+)[\\w.~+/=-]{8,}", "$1" + GONE),
            // JSON Web Tokens (RFC 7519): two or three parts, of which the first begins with {" in base64.
            Rule.of("\\beyJ[\\w-]{6,}\\.[\\w-]+(?:\\.[\\w-]*)?", GONE),
            Rule.of("(?<=://)[^\\s/@\"']+:[^\\s/@\"']*(?=@)", GONE),
            Rule.of("\\b(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{16}\\b", GONE),
            Rule.of("\\b(?:gh[opsur]_|github_pat_|glpat-|xox[abprs]-|AIza|npm_|sk-)[\\w-]{16,}", GONE),
            // kubeadm's bootstrap tokens.
            Rule.of("\\b[a-z0-9]{6}\\.[a-z0-9]{16}\\b", GONE),
            Rule.of(
                    "(?i)(" + NAMED + "\\\\*[\"']?\\s*(?:=>|[:=])\\s*)(\\\\*[\"'])" + NO_SWITCH + "[^\\n]*?\\2",
                    "$1$2" + GONE + "$2"),
            Rule.of("(?i)(" + NAMED + "\\\\*[\"']?\\s*(?:=>|[:=])\\s*)\\[[^\\]\\n]*\\]", "$1" + GONE),
            Rule.of("(?i)(" + NAMED + "\\\\*[\"']?\\s*(?:=>|[:=])\\s*)\\\\*[\"'][^\\n]*", "$1" + GONE),
            Rule.of(
                    "(?i)(" + NAMED + "\\\\*[\"']?\\s*(?:=>|[:=])\\s*)" + NO_SWITCH
                            + "[^\\s\"'\\\\\\[{(][^\\s\"'\\\\]*",
                    "$1" + GONE),
            Rule.of("(?i)((?<![\\w-])--?" + NAMED + "\\s+)(?!-)\\S+", "$1" + GONE),
            // Keys without a name: digests are in lower-case hexadecimal, names have no runs of this length.
            Rule.of(
                    "(?<![A-Za-z0-9+/=_-])(?=[A-Za-z0-9+/]*[A-Z])(?=[A-Za-z0-9+/]*[a-z])(?=[A-Za-z0-9+/]*[0-9])"
                            + "[A-Za-z0-9+/]{40,}={0,2}",
                    GONE));

    private SecretTexts() {}

    /** Whether something of this name is likely to be a secret. */
    static boolean isName(String name) {
        return NAME.matcher(name).find();
    }

    static String without(String text) {
        String result = text;
        for (Rule rule : RULES) {
            Matcher matcher = rule.pattern().matcher(result);
            result = matcher.find() ? matcher.replaceAll(rule.with()) : result;
        }
        return result;
    }
}
