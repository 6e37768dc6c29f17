package dev.labctl.output.picture;

/** How the parts of a plan's picture look. No information is in the colour alone: pods without an address are hatched. */
public final class SvgStyle {
    /** The style sheet, and the hatching that it refers to. */
    public static final String TEXT =
            """
            <style>
            .plan { font-family: system-ui, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", Arial, sans-serif; }
            .plan text { fill: #1f2328; font-size: 12px; }
            .plan .head { font-size: 20px; font-weight: 600; }
            .plan .lead { font-size: 14px; }
            .plan .section { font-size: 16px; font-weight: 600; }
            .plan .name { font-size: 13px; font-weight: 600; }
            .plan .faint { fill: #59636e; }
            .plan .bad { fill: #b3202c; font-weight: 600; }
            .plan .end { text-anchor: end; }
            .plan .mid { text-anchor: middle; }
            .plan .cidr { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
            .plan .small { font-size: 10.5px; pointer-events: none; }
            .plan .page { fill: #ffffff; }
            .plan .taken { fill: #1f5fcc; stroke: #ffffff; }
            .plan .maybe { fill: #b6d0fb; stroke: #ffffff; }
            .plan .unused { fill: #eff2f5; stroke: #ffffff; }
            .plan .frame { fill: none; stroke: #6e7781; }
            .plan .zoom { fill: #8c959f; fill-opacity: 0.22; }
            .plan .edge { fill: #c3cad2; stroke: #ffffff; }
            .plan .reserved { fill: #e0b13c; stroke: #ffffff; }
            .plan .slot { fill: #d2f0da; stroke: #ffffff; }
            .plan .pod { fill: #1a7f37; stroke: #ffffff; }
            .plan .stuck { fill: url(#plan-hatch); stroke: #b3202c; }
            .plan .wall { fill: #1f2328; }
            .plan .hatch { fill: #ffe3e0; }
            .plan .stripe { fill: #d4525c; }
            .plan .onDark { fill: #ffffff; }
            .plan .onLight { fill: #1f2328; }
            @media (prefers-color-scheme: dark) {
            .plan text { fill: #e6edf3; }
            .plan .faint { fill: #9aa4af; }
            .plan .bad { fill: #ff8b83; }
            .plan .page { fill: #0d1117; }
            .plan .taken { fill: #2b6fe0; stroke: #0d1117; }
            .plan .maybe { fill: #1d3f7c; stroke: #0d1117; }
            .plan .unused { fill: #21272e; stroke: #0d1117; }
            .plan .frame { stroke: #8b949e; }
            .plan .zoom { fill: #8b949e; }
            .plan .edge { fill: #4a525b; stroke: #0d1117; }
            .plan .reserved { fill: #d2a032; stroke: #0d1117; }
            .plan .slot { fill: #1c4a2b; stroke: #0d1117; }
            .plan .pod { fill: #28803f; stroke: #0d1117; }
            .plan .stuck { stroke: #ff8b83; }
            .plan .wall { fill: #e6edf3; }
            .plan .hatch { fill: #4d1a1d; }
            .plan .stripe { fill: #a8404a; }
            .plan .onDark { fill: #ffffff; }
            .plan .onLight { fill: #1f2328; }
            }
            </style>
            <defs><pattern id="plan-hatch" width="8" height="8" patternUnits="userSpaceOnUse">\
            <rect class="hatch" x="0" y="0" width="8" height="8"/>\
            <polygon class="stripe" points="0 0 3 0 0 3"/><polygon class="stripe" points="8 0 8 3 3 8 0 8"/>\
            </pattern></defs>
            """;

    private SvgStyle() {}
}
