/* Runs before the page: a clock that a test can move on, a count of open sockets, a state of visibility, and a folder. */
(() => {
  const RealDate = Date;
  let ahead = 0;
  window.Date = class extends RealDate {
    constructor(...parts) {
      if (parts.length === 0) {
        super(RealDate.now() + ahead);
      } else {
        super(...parts);
      }
    }

    static now() {
      return RealDate.now() + ahead;
    }
  };

  const RealSocket = WebSocket;
  const sockets = [];
  const open = () => sockets.filter(({ readyState }) => readyState <= RealSocket.OPEN).length;
  let most = 0;
  window.WebSocket = class extends RealSocket {
    constructor(...parts) {
      super(...parts);
      sockets.push(this);
      most = Math.max(most, open());
    }
  };

  let hidden = false;
  Object.defineProperty(document, 'hidden', { get: () => hidden });
  let aheadAtResume = 0;
  document.addEventListener('resume', () => (ahead += aheadAtResume));

  const files = {};
  const contentOf = async (part) => (typeof part === 'string' ? part : part.text());
  const folder = {
    async getFileHandle(name) {
      files[name] ??= '';
      return {
        getFile: async () => ({ size: files[name].length }),
        async createWritable({ keepExistingData } = {}) {
          let text = keepExistingData ? files[name] : '';
          return {
            seek: async (place) => (text = text.slice(0, place)),
            write: async (part) => (text += await contentOf(part)),
            close: async () => (files[name] = text),
          };
        },
      };
    },
  };
  window.showDirectoryPicker = async () => folder;

  window.bench = {
    sockets: { open, made: () => sockets.length, most: () => most },
    files,
    pass(seconds) {
      ahead += seconds * 1000;
    },
    passWhileFrozen(seconds) {
      aheadAtResume = seconds * 1000;
    },
    hide(now) {
      hidden = now;
      document.dispatchEvent(new Event('visibilitychange'));
    },
  };
})();
