require 'raven/base'
require 'logger'
require_relative 'lib/failures'

# The tickets with sentry-raven 3.
Raven.configure do |config|
  config.dsn = ENV.fetch('DSN')
  config.release = Flood::RELEASE
  config.current_environment = Flood.pick('production', 'staging', 'production', 'production')
  config.server_name = Flood::SERVER
  config.project_root = __dir__
  config.logger = Logger.new(File::NULL)
  config.silence_ready = true
end

class Api
  attr_accessor :options

  def exception(error)
    Raven.capture_exception(error, **options)
  end

  def message(text)
    Raven.capture_message(text, **options)
  end

  def fingerprint(fingerprint)
    options[:fingerprint] = fingerprint
    yield
  end

  def transaction(_name, _operation); end
end

api = Api.new
Failures.with(api).each do |name, fail|
  Raven.breadcrumbs.buffer.clear
  Flood::CRUMBS.each { |crumb| Raven.breadcrumbs.record { |one| one.message = crumb } }
  api.options = {
    tags: { case: name, city: Flood.pick('a', 'b', 'c', 'a') },
    user: { id: Flood::NUMBER, email: Flood::EMAIL }
  }
  fail.call
rescue StandardError, SystemStackError => e
  api.exception(e)
end
