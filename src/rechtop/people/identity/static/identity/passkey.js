// Lets the button on this page ask the browser for a passkey, by the sign-in library's own script.
document.addEventListener('DOMContentLoaded', function () {
  const button = document.querySelector('[data-passkey]')
  if (button) {
    window.allauth.webauthn.forms[button.dataset.passkey]({
      ids: { add: button.id, authenticate: button.id, credential: button.dataset.credential, data: 'js_data' }
    })
  }
})
