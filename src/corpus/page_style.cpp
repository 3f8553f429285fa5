// The style of the public pages: our own, after the look of the U.S. Web Design System (colours, type scale, measure).
#include "corpus/public_pages.h"

namespace openimr::corpus {

std::string render_style() {
  return R"css(*{box-sizing:border-box}
body{margin:0;font:1.0625rem/1.5 "Source Sans Pro","Helvetica Neue",Helvetica,Arial,sans-serif;color:#1b1b1b;background:#fff}
a{color:#005ea2}a:visited{color:#54278f}a:hover{color:#1a4480}
:focus{outline:.25rem solid #2491ff;outline-offset:0}
.skip{position:absolute;left:-999em}.skip:focus{left:.5rem;top:.5rem;background:#fff;padding:.5rem;z-index:1}
.banner{background:#f0f0f0;font-size:.87rem;padding:.25rem 1rem}
header .bar{border-bottom:1px solid #dfe1e2;padding:1rem;display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;align-items:baseline}
header .name{font-weight:700;font-size:1.46rem;margin-right:auto}header .name a{color:#1b1b1b;text-decoration:none}
main,.foot{max-width:64rem;margin:0 auto;padding:1rem}
h1{font-size:2rem;line-height:1.25;margin:1rem 0}h2{font-size:1.46rem;line-height:1.3;margin:1.5rem 0 .5rem}h3{font-size:1.06rem;margin:1rem 0 .25rem}
p,li,dd{max-width:68ch;overflow-wrap:anywhere}
form.search{display:flex;flex-wrap:wrap;gap:.5rem;align-items:end;margin:1rem 0}
form.search div{display:flex;flex-direction:column}form.search .wide{flex:1 1 20rem}
input,select,button{font:inherit;min-height:2.75rem;padding:.25rem .5rem;border:1px solid #565c65;border-radius:0;background:#fff;color:#1b1b1b}
button{background:#005ea2;border:0;color:#fff;font-weight:700;border-radius:.25rem;padding:.25rem 1.25rem}button:hover{background:#1a4480}
.alert{border-left:.5rem solid #00bde3;background:#e7f6f8;padding:.75rem 1rem;margin:1rem 0}.alert.error{border-color:#d54309;background:#f4e3db}
.found{list-style:none;padding:0}.found>li{border-top:1px solid #dfe1e2;padding:1rem 0}.found h3{margin:0}
.meta,.small{font-size:.93rem;color:#565c65}.tag{display:inline-block;font-size:.87rem;padding:0 .5rem;background:#dfe1e2;color:#1b1b1b;margin-right:.5rem}
.tag.overturned{background:#d4e5ff}.tag.upheld{background:#f0f0f0}
mark{background:#fee685;color:inherit;padding:0 .1em}
.columns{display:grid;grid-template-columns:minmax(0,1fr);gap:1rem}
@media(min-width:48rem){.columns{grid-template-columns:minmax(0,16rem) minmax(0,1fr)}}
.facets ul{list-style:none;padding:0;margin:0 0 .5rem}.facets li{display:flex;justify-content:space-between;gap:1rem;padding:.15rem 0}
table{border-collapse:collapse;margin:.5rem 0;max-width:100%}caption{text-align:left;font-weight:700;padding:.25rem 0}
th,td{border:1px solid #1b1b1b;padding:.4rem .75rem;text-align:left;vertical-align:top}td.number,th.number{text-align:right}
thead th{background:#dfe1e2}.scroll{overflow-x:auto}
dl{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.25rem 1rem}dt{font-weight:700}dd{margin:0}
.letter{white-space:pre-wrap;font-family:inherit;background:#f7f9fa;padding:1rem;overflow-wrap:anywhere}
.bar-of{display:inline-block;height:.6rem;background:#005ea2}
.big{font-size:2.44rem;font-weight:700;line-height:1.2;margin:.25rem 0}
.foot{border-top:1px solid #dfe1e2;font-size:.93rem}
.suggestion{font-size:1.25rem}
details{margin:.5rem 0 1rem}summary{cursor:pointer;color:#005ea2;padding:.25rem 0}
.help{background:#f0f0f0;padding:1rem;margin:.25rem 0}
.facets h2{margin-top:0}.facets h3{border-bottom:1px solid #dfe1e2}.facets li span{color:#565c65;font-variant-numeric:tabular-nums}
section>h2:first-child{margin-top:0}
@media(max-width:30rem){dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}
@media print{header,footer,form.search,details,.facets,nav.pages{display:none}.columns{display:block}}
nav.pages{display:flex;gap:1.5rem;margin:1rem 0}
)css";
}

} // namespace openimr::corpus
