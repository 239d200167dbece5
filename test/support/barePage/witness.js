/** Keeps what the policy refused: seen before anything else of the page runs. */
window.violations = []
document.addEventListener('securitypolicyviolation', event => window.violations.push(event.effectiveDirective))
